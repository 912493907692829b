# Inverted dropout between a layer of ReLU and softmax; validation apart.
from toy import *
from descent_trace import record

rng = np.random.RandomState(12)
images, labels = pixels(150, 20, 3, 12)
images = images / 255
x, y = images[:120], one_hot(labels[:120], 3)
x_val, y_val = images[120:], one_hot(labels[120:], 3)
w1, b1 = rng.randn(20, 16) * 0.3, np.zeros(16)
w2, b2 = rng.randn(16, 3) * 0.3, np.zeros(3)
keep = 0.8

for epoch in range(120):
    z1 = x @ w1 + b1
    a1 = np.maximum(0, z1)
    mask = (rng.rand(*a1.shape) < keep) / keep
    dropped = a1 * mask
    p = softmax(dropped @ w2 + b2)
    loss = -np.mean(np.sum(y * np.log(p + 1e-12), axis=1))
    dz2 = (p - y) / len(x)
    dw2 = dropped.T @ dz2
    db2 = dz2.sum(0)
    da1 = dz2 @ w2.T * mask
    dz1 = da1 * (z1 > 0)
    dw1 = x.T @ dz1
    db1 = dz1.sum(0)
    w1 -= 0.5 * dw1
    b1 -= 0.5 * db1
    w2 -= 0.5 * dw2
    b2 -= 0.5 * db2
    record(locals(), folder)

print(-np.mean(np.sum(y * np.log(softmax(np.maximum(0, x @ w1 + b1) @ w2 + b2) + 1e-12), axis=1)))
