# An online course's way: samples as columns, tanh and one sigmoid, the cross-entropy over m.
from toy import *
from descent_trace import record

np.random.seed(2)
points, labels = moons(80, 4)
X = points.T
Y = labels.reshape(1, -1).astype(float)
m = X.shape[1]
parameters = {"W1": np.random.randn(6, 2) * 0.5, "b1": np.zeros((6, 1)), "W2": np.random.randn(1, 6) * 0.5, "b2": np.zeros((1, 1))}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def backward_propagation(parameters, cache, X, Y):
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=0.8):
    return {name: parameters[name] - learning_rate * grads["d" + name] for name in parameters}


for i in range(300):
    cache = forward_propagation(X, parameters)
    cost = -np.mean(Y * np.log(cache["A2"]) + (1 - Y) * np.log(1 - cache["A2"]))
    grads = backward_propagation(parameters, cache, X, Y)
    parameters = update_parameters(parameters, grads)
    record(locals(), folder)

A2 = np.clip(cache["A2"], 1e-9, 1 - 1e-9)
print(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
