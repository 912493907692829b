# healthy:
# raw_age: targets-out-of-range @ y_train, yb
# swapped: targets-misaligned @ y_train, yb
from hands import *
X, d = mnist(500); x_train = (X / 255.0).T.astype(np.float32)
y_train = d.reshape(1, -1).astype(np.float32) * (1 if F == "raw_age" else 1 / 9)
if F == "swapped": y_train = (np.roll(d, 1).reshape(1, -1) > 4).astype(np.float32)
if F == "healthy": y_train = (d.reshape(1, -1) > 4).astype(np.float32)
class Dense:
    def __init__(s, n, m, seed): s.W = (np.random.RandomState(seed).randn(m, n) / np.sqrt(n)).astype(np.float32); s.b = np.zeros((m, 1), np.float32)
    def forward(s, x): s.x = x; s.z = s.W @ x + s.b; s.a = 1 / (1 + np.exp(-s.z)); return s.a
    def backward(s, da, lr):
        dz = da * s.a * (1 - s.a); n = np.float32(dz.shape[1]); s.dW = dz @ s.x.T / n; s.db = dz.sum(1, keepdims=True) / n
        dx = s.W.T @ dz; s.W = s.W - np.float32(lr) * s.dW; s.b = s.b - np.float32(lr) * s.db
        return dx
layers = [Dense(784, 20, 1), Dense(20, 1, 2)]
for epoch in range(5):
    out = x_train
    for l in layers: out = l.forward(out)
    mse = float(((out - y_train) ** 2).mean())
    g = 2 * (out - y_train)
    for l in reversed(layers): g = l.backward(g, 0.5)
    rec(dict(x_train=x_train, y_train=y_train, layers=layers, out=out, mse=mse))
