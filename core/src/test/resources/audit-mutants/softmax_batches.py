# ReLU and softmax on mini-batches, class numbers, weight decay.
from toy import *
from descent_trace import record

rng = np.random.RandomState(3)
x_train, y_train = pixels(160, 20, 4, 5)
x_train = x_train / 255.0 - 0.5
W1 = rng.randn(20, 12) * np.sqrt(2 / 20)
b1 = np.zeros(12)
W2 = rng.randn(12, 4) * np.sqrt(2 / 12)
b2 = np.zeros(4)
lr, reg, batch_size = 0.1, 1e-3, 32

for epoch in range(20):
    order = rng.permutation(len(x_train))
    for start in range(0, len(x_train), batch_size):
        xb = x_train[order[start:start + batch_size]]
        yb = y_train[order[start:start + batch_size]]
        h = np.maximum(0, xb @ W1 + b1)
        scores = h @ W2 + b2
        exp_scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs = exp_scores / exp_scores.sum(axis=1, keepdims=True)
        loss = -np.log(probs[np.arange(len(yb)), yb]).mean()
        dscores = probs.copy()
        dscores[np.arange(len(yb)), yb] -= 1
        dscores /= len(yb)
        dW2 = h.T @ dscores + reg * W2
        db2 = dscores.sum(axis=0)
        dh = dscores @ W2.T
        dh[h <= 0] = 0
        dW1 = xb.T @ dh + reg * W1
        db1 = dh.sum(axis=0)
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        b2 -= lr * db2
        record(locals(), folder)

scores = np.maximum(0, x_train @ W1 + b1) @ W2 + b2
print(-np.log(softmax(scores)[np.arange(160), y_train] + 1e-12).mean())
