# In the manner of a well-known course: samples as columns, parameters, caches and gradients in dictionaries, one function each.
import sys
import numpy as np
from descent_trace import record

np.random.seed(2)
m = 60
labels = np.random.randint(0, 2, m)
r = 4 * np.random.rand(m)
X = np.vstack([r * np.sin(2.5 * r + 3 * labels), r * np.cos(2.5 * r + 3 * labels)])
Y = labels.reshape(1, m)


def initialize(n_x, n_h, n_y):
    return {"W1": np.random.randn(n_h, n_x) * 0.5, "b1": np.zeros((n_h, 1)),
            "W2": np.random.randn(n_y, n_h) * 0.5, "b2": np.zeros((n_y, 1))}


def forward(X, p):
    Z1 = p["W1"] @ X + p["b1"]
    A1 = np.tanh(Z1)
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def backward(p, cache, X, Y):
    dZ2 = cache["A2"] - Y
    dW2 = dZ2 @ cache["A1"].T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    inner = cache["Z1"] if sys.argv[1] == "faulty" else cache["A1"]  # 1 - a^2 wants the activation
    dZ1 = (p["W2"].T @ dZ2) * (1 - np.power(inner, 2))
    return {"dW1": dZ1 @ X.T / m, "db1": np.sum(dZ1, axis=1, keepdims=True) / m, "dW2": dW2, "db2": db2}


parameters = initialize(2, 4, 1)
for i in range(5):
    A2, cache = forward(X, parameters)
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    grads = backward(parameters, cache, X, Y)
    parameters = {k: parameters[k] - 1.2 * grads["d" + k] for k in parameters}
    record(locals(), folder=sys.argv[2])
