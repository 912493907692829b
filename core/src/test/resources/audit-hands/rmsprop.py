# healthy:
# noroot: optimizer-wrong @ w[0], w[1], w
# gradsum: optimizer-wrong @ w[0], w[1], cache[0], cache[1]
from hands import *
rs = np.random.RandomState(31)
X, y = mnist(300); X = (X / 255. - 0.1307) / 0.3081
w = [rs.randn(784, 24) / 28, rs.randn(24, 10) / 5]; bias = [np.zeros(24), np.zeros(10)]
cache = [np.zeros_like(a) for a in w]; cache_b = [np.zeros_like(a) for a in bias]
for it in range(50):
    o1 = np.tanh(X @ w[0] + bias[0]); s = o1 @ w[1] + bias[1]
    pr = np.exp(s - s.max(1)[:, None]); pr = pr / pr.sum(1)[:, None]
    d2 = pr.copy(); d2[np.arange(300), y] -= 1; d2 /= 300
    d1 = d2 @ w[1].T * (1 - o1 ** 2)
    dw = [X.T @ d1, o1.T @ d2]; dbias = [d1.sum(0), d2.sum(0)]
    for i in range(2):
        cache[i] = 0.9 * cache[i] + 0.1 * (np.abs(dw[i]) if F == "gradsum" else dw[i] ** 2)
        cache_b[i] = 0.9 * cache_b[i] + 0.1 * (np.abs(dbias[i]) if F == "gradsum" else dbias[i] ** 2)
        if F == "noroot":
            w[i] -= 1e-6 * dw[i] / (cache[i] + 1e-8); bias[i] -= 1e-6 * dbias[i] / (cache_b[i] + 1e-8)
        else:
            w[i] -= 1e-3 * dw[i] / (np.sqrt(cache[i]) + 1e-8); bias[i] -= 1e-3 * dbias[i] / (np.sqrt(cache_b[i]) + 1e-8)
    rec({a: b for a, b in locals().items() if a not in ("rs", "i")})
print("acc", np.mean(pr.argmax(1) == y))
