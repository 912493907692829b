# healthy:
# dead: units-dead @ b1
# same: init-symmetric @ W1, W2
from hands import *
np.random.seed(10)
Xtr, ytr = mnist(500)
Xtr = Xtr.astype(np.float32) / 255
Ytr = np.eye(10, dtype=np.float32)[ytr]
D, H, C = 784, 64, 10
W1 = (np.random.randn(D, H) * np.sqrt(2 / D)).astype(np.float32)
if F == "big": W1 = np.random.randn(D, H).astype(np.float32) * 30
if F == "same": W1 = np.full((D, H), 0.05, np.float32)
b1 = np.zeros(H, np.float32)
if F == "dead": b1 = np.full(H, -20, np.float32)
W2 = (np.random.randn(H, C) * np.sqrt(2 / H)).astype(np.float32)
if F == "big": W2 = W2 * 50
if F == "same": W2 = np.full((H, C), 0.05, np.float32)
b2 = np.zeros(C, np.float32)
lr = np.float32(0.1)
for epoch in range(60):
    hid = np.maximum(0, Xtr.dot(W1) + b1)
    z = hid.dot(W2) + b2
    z -= z.max(1, keepdims=True)
    p = np.exp(z); p /= p.sum(1, keepdims=True)
    dz = (p - Ytr) / len(Xtr)
    dW2 = hid.T.dot(dz); db2 = dz.sum(0)
    dh = dz.dot(W2.T); dh[hid <= 0] = 0
    dW1 = Xtr.T.dot(dh); db1 = dh.sum(0)
    W1 -= lr * dW1; b1 -= lr * db1; W2 -= lr * dW2; b2 -= lr * db2
    rec({k: v for k, v in locals().items() if k not in ("D", "H", "C")})
print("acc", np.mean(p.argmax(1) == ytr))
