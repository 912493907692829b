# Nielsen's network with the whole mini-batch as the columns of one matrix, recorded inside backprop's caller.
# healthy:
# wrong_axis: gradient-wrong-axis @ nabla_b[0], nabla_b[1], self.biases[0]
# transposed_error: backprop-wrong-weights @ nabla_w[0], nabla_b[0], self.weights[0]
import random
from toy import *
from descent_trace import record


class Network:
    def __init__(self, sizes):
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def update_mini_batch(self, mini_batch, eta):
        x = np.column_stack([example[0] for example in mini_batch])
        y = np.column_stack([example[1] for example in mini_batch])
        nabla_b, nabla_w = self.backprop(x, y)
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]
        del mini_batch
        record(locals(), folder)

    def backprop(self, x, y):
        nabla_b = [0 for i in self.biases]
        nabla_w = [0 for i in self.weights]
        activations = [x]
        for b, w in zip(self.biases, self.weights):
            activations.append(1 / (1 + np.exp(-(np.dot(w, activations[-1]) + b))))
        delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1])
        nabla_b[-1] = delta.sum(axis=1, keepdims=True)
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        back = self.weights[-1] if fault == "transposed_error" else self.weights[-1].T
        delta = np.dot(back, delta) * activations[-2] * (1 - activations[-2])
        nabla_b[-2] = delta.sum(axis=1, keepdims=True) if fault != "wrong_axis" else delta.sum()
        nabla_w[-2] = np.dot(delta, activations[-3].T)
        return nabla_b, nabla_w


np.random.seed(3)
random.seed(3)
X, labels = pixels(64, 14, 5, 3)
data = [(x.reshape(-1, 1) / 255, one_hot(l, 5).reshape(-1, 1)) for x, l in zip(X, labels)]
net = Network([14, 5, 5])
random.shuffle(data)
for k in range(0, 64, 16):
    net.update_mini_batch(data[k:k + 16], 2.0)
