# healthy:
# swapped: optimizer-wrong @ W1, W2, m[W1], v[W1], params[W1], params[W2]
# nocorr: optimizer-wrong @ params[W1], params[W2], W1, W2
# nosq: optimizer-wrong @ params[W1], params[W2], v[W1], v[W2]
# ascends: step-ascends @ params[W1], params[W2]
from hands import *
rng = np.random.default_rng(2)
X, t = mnist(300); X = X.astype(np.float64) / 255.0; T = np.eye(10)[t]
params = {'W1': rng.normal(0, np.sqrt(2 / 784), (784, 32)), 'b1': np.zeros(32), 'W2': rng.normal(0, np.sqrt(2 / 32), (32, 10)), 'b2': np.zeros(10)}
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
lr, beta1, beta2, eps = 1e-3, 0.9, 0.999, 1e-8
for step in range(1, 61):
    h_in = X @ params['W1'] + params['b1']
    h = np.where(h_in > 0, h_in, 0)
    logits = h @ params['W2'] + params['b2']
    e = np.exp(logits - logits.max(axis=1, keepdims=True)); probs = e / e.sum(axis=1, keepdims=True)
    g_logits = (probs - T) / len(X)
    g = {}
    g['W2'] = h.T @ g_logits; g['b2'] = g_logits.sum(0)
    g_h = (g_logits @ params['W2'].T) * (h_in > 0)
    g['W1'] = X.T @ g_h; g['b1'] = g_h.sum(0)
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * g[k]
        v[k] = beta2 * v[k] + (1 - beta2) * (g[k] if F == "nosq" else g[k] ** 2)
        m_hat = m[k] / (1 - beta1 ** step); v_hat = v[k] / (1 - beta2 ** step)
        if F == "nosq": v_hat = np.abs(v_hat)
        if F == "nocorr": m_hat, v_hat = m[k], v[k]
        if F == "swapped": params[k] -= lr * v_hat / (np.sqrt(np.abs(m_hat)) + eps)
        elif F == "ascends": params[k] += lr * m_hat / (np.sqrt(v_hat) + eps)
        else: params[k] -= lr * m_hat / (np.sqrt(v_hat) + eps)
    rec({a: b for a, b in locals().items() if a not in ("p", "t", "k", "m_hat", "v_hat", "e")})
print("acc", np.mean(probs.argmax(1) == t))
