# In the manner of Nielsen's network.py: one sample at a time as columns, gradients summed up in lists of nablas.
# healthy:
# ascends: step-ascends @ self.weights[0], self.weights[1]
# no_prime: derivative-missing @ self.weights[0], nabla_w[0], nabla_b[0], delta_nabla_w[0], delta_nabla_b[0]
# frozen_biases: update-discarded @ self.biases[0], self.biases[1]
import random
from toy import *
from descent_trace import record


class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [training_data[k:k + mini_batch_size] for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                self.update_mini_batch(mini_batch, eta)

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            if fault == "last_only":
                nabla_b, nabla_w = delta_nabla_b, delta_nabla_w
            else:
                nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
                nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        sign = -1 if fault == "ascends" else 1
        self.weights = [w - sign * (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        if fault != "frozen_biases":
            self.biases = [b - sign * (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]
        record(locals(), folder=folder)

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(zs[-l]) if fault != "no_prime" else 1
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return nabla_b, nabla_w


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


np.random.seed(1)
random.seed(1)
X, labels = pixels(60, 12, 3, 1)
training_data = [(x.reshape(-1, 1) / 255, one_hot(l, 3).reshape(-1, 1)) for x, l in zip(X, labels)]
Network([12, 7, 3]).SGD(training_data, 1, 10, 3.0)
