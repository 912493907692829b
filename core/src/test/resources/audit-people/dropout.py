# Inverted dropout with a mask D1, columns as samples.
# healthy:
# mask_forgotten: derivative-missing @ dA1, dZ1, dW1, W1
# no_gate: derivative-missing @ dA1, dZ1, dW1, W1
from toy import *
from descent_trace import record

np.random.seed(17)
X, labels = pixels(30, 12, 2, 17)
X = X.T / 255.
Y = labels.reshape(1, -1)
m = X.shape[1]
keep_prob = 0.8
W1 = np.random.randn(10, 12) * np.sqrt(2 / 12)
b1 = np.zeros((10, 1))
W2 = np.random.randn(1, 10) * np.sqrt(2 / 10)
b2 = np.zeros((1, 1))
for i in range(5):
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    dZ2 = A2 - Y
    dW2 = 1. / m * np.dot(dZ2, A1.T)
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    if fault != "mask_forgotten":
        dA1 = dA1 * D1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(Z1 > 0)) if fault != "no_gate" else dA1
    dW1 = 1. / m * np.dot(dZ1, X.T)
    db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    W1 = W1 - 0.3 * dW1
    b1 = b1 - 0.3 * db1
    W2 = W2 - 0.3 * dW2
    b2 = b2 - 0.3 * db2
    record(locals(), folder)
