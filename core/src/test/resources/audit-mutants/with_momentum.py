# Momentum on a network of two layers with softmax.
from toy import *
from descent_trace import record

rng = np.random.RandomState(5)
X, T = flowers(rng)
W1, b1 = rng.randn(4, 8) * 0.5, np.zeros((1, 8))
W2, b2 = rng.randn(8, 3) * 0.5, np.zeros((1, 3))
vW1, vb1, vW2, vb2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2)
eta, mu = 0.1, 0.9

for it in range(100):
    Z1 = X.dot(W1) + b1
    A1 = 1 / (1 + np.exp(-Z1))
    Z2 = A1.dot(W2) + b2
    P = softmax(Z2)
    loss = -np.mean(np.sum(T * np.log(P), axis=1))
    d2 = (P - T) / X.shape[0]
    gW2 = A1.T.dot(d2)
    gb2 = d2.sum(axis=0, keepdims=True)
    d1 = d2.dot(W2.T) * A1 * (1 - A1)
    gW1 = X.T.dot(d1)
    gb1 = d1.sum(axis=0, keepdims=True)
    vW1 = mu * vW1 - eta * gW1
    vb1 = mu * vb1 - eta * gb1
    vW2 = mu * vW2 - eta * gW2
    vb2 = mu * vb2 - eta * gb2
    W1 += vW1
    b1 += vb1
    W2 += vW2
    b2 += vb2
    record(locals(), folder)

print(-np.mean(np.sum(T * np.log(P + 1e-12), axis=1)))
