# Rarer things: a penalty on the sizes of the weights under a falling rate, a GELU with the error function, a softmax without an axis.
# healthy:
# collapse: step-too-large @ W1, W2
# everything: softmax-wrong-axis @ P
# other_array: gradient-wrong @ dW2, W2
# other_weights: backprop-wrong-weights @ dZ1
# no_derivative: derivative-missing @ dZ1
import math

from toy import *
from descent_trace import record

np.random.seed(23)
X, labels = pixels(40, 12, 3, 23)
X = X / 255.
Y = np.eye(3)[labels]
n = len(X)
W1 = np.random.randn(12, 9) / np.sqrt(12)
b1 = np.zeros(9)
W2 = np.random.randn(9, 3) / 3
b2 = np.zeros(3)
erf = np.vectorize(math.erf)
for epoch in range(5):
    rate = (3000 if fault == "collapse" else 0.3) / (1 + (0 if fault == "collapse" else 0.01) * epoch)
    Z1 = X @ W1 + b1
    if fault == "collapse":
        A1 = 1 / (1 + np.exp(-Z1))
        slope = A1 * (1 - A1)
    else:
        A1 = 0.5 * Z1 * (1 + erf(Z1 / math.sqrt(2)))
        slope = 0.5 * (1 + erf(Z1 / math.sqrt(2))) + Z1 * np.exp(-Z1 * Z1 / 2) / math.sqrt(2 * math.pi)
    Z2 = A1 @ W2 + b2
    if fault == "collapse":
        P = 1 / (1 + np.exp(-Z2))
        dZ2 = (P - Y) * P * (1 - P) / n
    else:
        P = np.exp(Z2) / (np.exp(Z2).sum() if fault == "everything" else np.exp(Z2).sum(axis=1, keepdims=True))
        dZ2 = (P - Y) / n
    dW2 = (np.tanh(A1) ** 2).T @ dZ2 if fault == "other_array" else A1.T @ dZ2
    db2 = dZ2.sum(axis=0)
    through = np.abs(W2) if fault == "other_weights" else W2
    dZ1 = dZ2 @ through.T * (1 if fault == "no_derivative" else slope)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    if fault in ("healthy", "no_derivative"):
        dW1 = dW1 + 1e-3 * np.sign(W1)
        dW2 = dW2 + 1e-3 * np.sign(W2)
    elif fault == "other_array":
        rate = 0.3
    W1 = W1 - rate * dW1
    b1 = b1 - rate * db1
    W2 = W2 - rate * dW2
    b2 = b2 - rate * db2
    record({key: value for key, value in locals().items() if key not in ("through", "slope", "erf")}, folder)
