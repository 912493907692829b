# Layers as objects with forward and backward, three of them, the mean squared error.
from toy import *
from descent_trace import record

np.random.seed(4)
x, y = houses(70, 3, 6)
x = (x - x.mean(0)) / x.std(0)
y = ((y - y.mean()) / y.std()).reshape(-1, 1)


class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.w + self.b

    def backward(self, grad):
        self.dw = self.inputs.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.w.T

    def step(self, lr):
        self.w = self.w - lr * self.dw
        self.b = self.b - lr * self.db


class Tanh:
    def forward(self, inputs):
        self.out = np.tanh(inputs)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)


layers = [Dense(3, 10), Tanh(), Dense(10, 6), Tanh(), Dense(6, 1)]
for epoch in range(200):
    out = x
    for layer in layers:
        out = layer.forward(out)
    loss = np.mean((out - y) ** 2)
    grad = 2 * (out - y) / len(x)
    for layer in reversed(layers):
        grad = layer.backward(grad)
    for layer in layers[::2]:
        layer.step(0.1)
    record(locals(), folder)

print(np.mean((out - y) ** 2))
