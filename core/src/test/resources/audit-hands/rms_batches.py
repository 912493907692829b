# healthy:
# no_root: optimizer-wrong @ p[W1], p[W2], p[b1], p[b2]
# accumulate: gradient-accumulates @ g[W1], g[W2], g[b1], g[b2], p[W1], p[W2]
from hands import *
X, y = mnist(320); X = X.astype(np.float64) / 255 - 0.13; r = np.random.RandomState(0)
p = {'W1': r.randn(784, 20) / 28, 'b1': np.zeros(20), 'W2': r.randn(20, 10) / 4.5, 'b2': np.zeros(10)}
cache = {k: np.zeros_like(v) for k, v in p.items()}; g = {k: np.zeros_like(v) for k, v in p.items()}
for it in range(5):
    xb = X[it * 64:(it + 1) * 64]; yb = np.eye(10)[y[it * 64:(it + 1) * 64]]
    h = np.tanh(xb @ p['W1'] + p['b1']); s = h @ p['W2'] + p['b2']; e = np.exp(s); prob = e / e.sum(1)[:, None]
    dl = (prob - yb) / 64; dh = dl @ p['W2'].T * (1 - h * h)
    now = {'W1': xb.T @ dh, 'b1': dh.sum(0), 'W2': h.T @ dl, 'b2': dl.sum(0)}
    for k in p:
        g[k] = g[k] + now[k] if F == "accumulate" else now[k]
        cache[k] = 0.9 * cache[k] + 0.1 * g[k] ** 2
        p[k] = p[k] - 0.001 * g[k] / ((cache[k] if F == "no_root" else np.sqrt(cache[k])) + 1e-8)
    rec(dict(xb=xb, yb=yb, h=h, prob=prob, dl=dl, dh=dh, g=g, cache=cache, p=p))
