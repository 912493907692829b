# healthy:
# raw: inputs-unscaled @ X
# relu_out: output-activation-wrong|targets-out-of-range @ y_hat, y
# scalemean: gradient-wrong @ g['w1'], g[w1], theta[w1]
from hands import *
r = np.random.RandomState(3)
X = np.c_[r.rand(120) * 200 + 30, r.randint(1, 6, 120), r.rand(120) * 60, r.rand(120) * 20]
price = X @ [2.5, 10, -0.8, -3] + 40 + 5 * r.randn(120)
y = ((price - price.mean()) / price.std()).reshape(-1, 1)
if F != "raw": X = (X - X.mean(0)) / X.std(0)
theta = dict(w1=r.randn(4, 8) * .5, c1=np.zeros(8), w2=r.randn(8, 1) * .5, c2=np.zeros(1))
for step in range(300):
    h = np.maximum(X @ theta['w1'] + theta['c1'], 0)
    y_hat = h @ theta['w2'] + theta['c2']
    if F == "relu_out": y_hat = np.maximum(y_hat, 0)
    diff = (y_hat - y) / len(y)
    if F == "relu_out": diff = diff * (y_hat > 0)
    g = {}
    g['w2'] = h.T @ diff; g['c2'] = diff.sum(0)
    dh = diff @ theta['w2'].T * (h > 0)
    g['w1'] = (X.T @ dh if F != "scalemean" else (X ** 2).T @ dh); g['c1'] = dh.sum(0)
    for k in theta: theta[k] = theta[k] - 0.1 * g[k]
    cost = ((y_hat - y) ** 2).mean() / 2
    rec({a: b for a, b in locals().items() if a not in ("r", "price", "k")})
print("cost", cost)
