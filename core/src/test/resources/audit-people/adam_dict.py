# Adam with its moments in dictionaries, and its two moments or their decays in each other's place.
# healthy:
# moments: optimizer-wrong @ params[W1], params[W2], params[b1], params[b2]
# decays: optimizer-wrong @ params[W1], params[W2], params[b1], params[b2]
from toy import *
from descent_trace import record

X, t = pixels(40, 10, 3, 12)
X = X / 255.0
T = one_hot(t, 3)
rng = np.random.default_rng(2)
params = {"W1": rng.normal(0, 0.4, (10, 9)), "b1": np.zeros(9), "W2": rng.normal(0, 0.4, (9, 3)), "b2": np.zeros(3)}
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
lr, beta1, beta2, eps = 0.02, 0.9, 0.999, 1e-8
if fault == "decays":
    beta1, beta2 = beta2, beta1
for step in range(1, 5):
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    logits = h @ params["W2"] + params["b2"]
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    g_logits = (probs - T) / len(X)
    g_h = (g_logits @ params["W2"].T) * (h > 0)
    g = {"W1": X.T @ g_h, "b1": g_h.sum(0), "W2": h.T @ g_logits, "b2": g_logits.sum(0)}
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * g[k]
        v[k] = beta2 * v[k] + (1 - beta2) * g[k] ** 2
        m_hat = m[k] / (1 - beta1 ** step)
        v_hat = v[k] / (1 - beta2 ** step)
        if fault == "moments":
            params[k] = params[k] - lr * v_hat / (np.sqrt(np.abs(m_hat)) + eps)
        else:
            params[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    record(dict(X=X, T=T, params=params, m=m, v=v, h=h, logits=logits, probs=probs, g_logits=g_logits, g_h=g_h, g=g, lr=lr), folder)
