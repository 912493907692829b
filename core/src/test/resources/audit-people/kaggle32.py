# A digit recogniser in float32, batches, integer labels, He start, no array named for the hidden sums.
# healthy:
from toy import *
from descent_trace import record

np.random.seed(19)
train, train_labels = pixels(160, 16, 4, 19)
train = train.astype(np.float32)
if fault != "raw_pixels":
    train /= 255.0
rng = np.random.default_rng(19)
w1 = (rng.standard_normal((16, 10)) * np.sqrt(2 / 16)).astype(np.float32)
b1 = np.zeros(10, dtype=np.float32)
w2 = (rng.standard_normal((10, 8)) * np.sqrt(2 / 16)).astype(np.float32)
b2 = np.zeros(8, dtype=np.float32)
w3 = (rng.standard_normal((8, 4)) * np.sqrt(2 / 12)).astype(np.float32)
b3 = np.zeros(4, dtype=np.float32)
lr = np.float32(1e-7 if fault == "small_rate" else 0.1)
bs = 32
for start in range(0, 96, bs):
    xb = train[start:start + bs]
    yb = train_labels[start:start + bs]
    h1 = np.maximum(xb @ w1 + b1, 0)
    h2 = np.maximum(h1 @ w2 + b2, 0)
    logits = h2 @ w3 + b3
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    d3 = p.copy()
    d3[np.arange(bs), yb] -= 1
    d3 /= bs
    d2 = d3 @ w3.T
    if fault != "mistaken_hidden":
        d2 *= h2 > 0
    d1 = d2 @ w2.T * (h1 > 0)
    w3 -= lr * (h2.T @ d3)
    w2 -= lr * (h1.T @ d2)
    w1 -= lr * (xb.T @ d1)
    if fault != "first_only":
        b3 -= lr * d3.sum(0)
        b2 -= lr * d2.sum(0)
        b1 -= lr * d1.sum(0)
    record({k: v for k, v in locals().items() if k not in ("train", "train_labels")}, folder)
