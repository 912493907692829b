# Three layers in a dict, leaky ReLU, softmax by samples in columns, a rate that decays.
from toy import *
from descent_trace import record

rng = np.random.RandomState(10)
data, kinds = flowers(rng, 120)
X, Y = data.T, kinds.T
net = {"W1": rng.randn(10, 4) * 0.5, "b1": np.zeros((10, 1)), "W2": rng.randn(7, 10) * 0.4, "b2": np.zeros((7, 1)),
       "W3": rng.randn(3, 7) * 0.4, "b3": np.zeros((3, 1))}
N = X.shape[1]


def leaky(z):
    return np.where(z > 0, z, 0.01 * z)


def d_leaky(z):
    return np.where(z > 0, 1, 0.01)


for epoch in range(150):
    Z1 = net["W1"] @ X + net["b1"]
    A1 = leaky(Z1)
    Z2 = net["W2"] @ A1 + net["b2"]
    A2 = leaky(Z2)
    Z3 = net["W3"] @ A2 + net["b3"]
    E = np.exp(Z3 - np.max(Z3, axis=0, keepdims=True))
    A3 = E / np.sum(E, axis=0, keepdims=True)
    cost = -np.sum(Y * np.log(A3)) / N
    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / N
    db3 = np.sum(dZ3, axis=1, keepdims=True) / N
    dZ2 = (net["W3"].T @ dZ3) * d_leaky(Z2)
    dW2 = dZ2 @ A1.T / N
    db2 = np.sum(dZ2, axis=1, keepdims=True) / N
    dZ1 = (net["W2"].T @ dZ2) * d_leaky(Z1)
    dW1 = dZ1 @ X.T / N
    db1 = np.sum(dZ1, axis=1, keepdims=True) / N
    rate = 0.3 / (1 + 0.01 * epoch)
    net["W1"] = net["W1"] - rate * dW1
    net["b1"] = net["b1"] - rate * db1
    net["W2"] = net["W2"] - rate * dW2
    net["b2"] = net["b2"] - rate * db2
    net["W3"] = net["W3"] - rate * dW3
    net["b3"] = net["b3"] - rate * db3
    record(locals(), folder)

print(-np.sum(Y * np.log(A3 + 1e-12)) / N)
