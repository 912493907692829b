# Adam over dictionaries, ReLU, one sigmoid and the cross-entropy, mini-batches.
from toy import *
from descent_trace import record

rng = np.random.RandomState(6)
X, labels = moons(128, 7)
y = labels.reshape(-1, 1)
params = {"W1": rng.randn(2, 10), "b1": np.zeros((1, 10)), "W2": rng.randn(10, 1) * 0.4, "b2": np.zeros((1, 1))}
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(w) for k, w in params.items()}
t, alpha, beta1, beta2, eps = 0, 0.01, 0.9, 0.999, 1e-8

for epoch in range(40):
    order = rng.permutation(128)
    for b in range(4):
        xb, yb = X[order[32 * b:32 * b + 32]], y[order[32 * b:32 * b + 32]]
        z1 = xb @ params["W1"] + params["b1"]
        a1 = np.maximum(z1, 0)
        p = 1 / (1 + np.exp(-(a1 @ params["W2"] + params["b2"])))
        loss = -np.mean(yb * np.log(p) + (1 - yb) * np.log(1 - p))
        dz2 = (p - yb) / len(xb)
        dz1 = dz2 @ params["W2"].T * (z1 > 0)
        g = {"W2": a1.T @ dz2, "b2": dz2.sum(0, keepdims=True), "W1": xb.T @ dz1, "b1": dz1.sum(0, keepdims=True)}
        t += 1
        for k in params:
            m[k] = beta1 * m[k] + (1 - beta1) * g[k]
            v[k] = beta2 * v[k] + (1 - beta2) * g[k] ** 2
            m_hat = m[k] / (1 - beta1 ** t)
            v_hat = v[k] / (1 - beta2 ** t)
            params[k] = params[k] - alpha * m_hat / (np.sqrt(v_hat) + eps)
        record(locals(), folder)

p = 1 / (1 + np.exp(-(np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"])))
print(-np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)))
