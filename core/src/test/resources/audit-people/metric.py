# A class per row and its accuracy, once taken over the samples, once of every number of the one-hot rows.
# healthy:
# axis: metric-wrong @ predictions
# elementwise: metric-wrong @ accuracy
from toy import *
from descent_trace import record

X, labels = pixels(60, 12, 5, 21)
X = X / 255.0
Y = one_hot(labels, 5)
rng = np.random.RandomState(5)
W1 = rng.randn(12, 10) * 0.5
b1 = np.zeros((1, 10))
W2 = rng.randn(10, 5) * 0.5
b2 = np.zeros((1, 5))
for epoch in range(4):
    Z1 = X @ W1 + b1
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ W2 + b2
    exps = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    A2 = exps / exps.sum(axis=1, keepdims=True)
    predictions = np.argmax(A2, axis=0 if fault == "axis" else 1)
    if fault == "axis":
        accuracy = np.mean(predictions == np.argmax(Y, axis=0))
    elif fault == "elementwise":
        accuracy = np.mean((A2 > 0.5) == Y)
    else:
        accuracy = np.mean(predictions == labels)
    dZ2 = (A2 - Y) / len(X)
    dW2 = A1.T @ dZ2
    db2 = dZ2.sum(axis=0, keepdims=True)
    dZ1 = (dZ2 @ W2.T) * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0, keepdims=True)
    W1 = W1 - 1.5 * dW1
    b1 = b1 - 1.5 * db1
    W2 = W2 - 1.5 * dW2
    b2 = b2 - 1.5 * db2
    record(locals(), folder)
