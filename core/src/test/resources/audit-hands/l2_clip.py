# healthy:
# strong: regularisation-too-strong @ W1, W2
# labels01: targets-wrong-encoding @ targets, target
from hands import *
X, y = mnist(640); X = X.reshape(-1, 784) / 255.0
rng = np.random.default_rng(12)
W1 = rng.normal(0, 0.05, (784, 32)); b1 = np.zeros(32); W2 = rng.normal(0, 0.2, (32, 10)); b2 = np.zeros(10)
lam = 400.0 if F == "strong" else 0.01; eta = 0.3
sig = lambda v: 1.0 / (1.0 + np.exp(-v))
for step in range(6):
    idx = rng.permutation(640)[:64]; batch = X[idx]
    targets = np.repeat(y[idx].reshape(-1, 1), 10, axis=1).astype(float) if F == "labels01" else np.eye(10)[y[idx]]
    hid = sig(batch @ W1 + b1); out = sig(hid @ W2 + b2)
    d_out = (out - targets) * out * (1 - out)
    d_hid = d_out @ W2.T * hid * (1 - hid)
    gW2 = hid.T @ d_out / 64; gb2 = d_out.mean(0); gW1 = batch.T @ d_hid / 64; gb1 = d_hid.mean(0)
    gW1, gb1, gW2, gb2 = [np.clip(g, -5, 5) for g in (gW1, gb1, gW2, gb2)]
    W1 = W1 - eta * (gW1 + lam / 640 * W1); b1 = b1 - eta * gb1
    W2 = W2 - eta * (gW2 + lam / 640 * W2); b2 = b2 - eta * gb2
    rec(locals())
