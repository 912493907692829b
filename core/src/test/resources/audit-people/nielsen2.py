# In the manner of Nielsen's network2.py: cross-entropy, weight decay, smaller start.
# healthy:
# of_activation: derivative-wrong-input @ nabla_w[1], nabla_b[1], nabla_w[0], self.weights[1], delta_nabla_b[1], delta_nabla_w[1]
# strong_decay: regularisation-too-strong @ self.weights[0], self.weights[1], self.weights[2]
import random
from toy import *
from descent_trace import record


class Network:
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in self.sizes[1:]]
        self.weights = [np.random.randn(y, x) / np.sqrt(x) for x, y in zip(self.sizes[:-1], self.sizes[1:])]

    def update_mini_batch(self, mini_batch, eta, lmbda, n):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [(1 - eta * (lmbda / n)) * w - (eta / len(mini_batch)) * nw
                        for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]
        record(locals(), folder)

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
        delta = activations[-1] - y
        if fault == "doubled":
            delta = delta * sigmoid_prime(zs[-1])**2
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(activations[-l] if fault == "of_activation" else zs[-l])
            delta = np.dot(self.weights[-l + 1].T, delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return (nabla_b, nabla_w)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


np.random.seed(2)
random.seed(2)
X, labels = pixels(50, 10, 4, 2)
data = [(x.reshape(-1, 1) / 255.0, one_hot(l, 4).reshape(-1, 1)) for x, l in zip(X, labels)]
net = Network([10, 6, 5, 4])
random.shuffle(data)
for k in range(0, 50, 10):
    net.update_mini_batch(data[k:k + 10], 0.5, 60.0 if fault == "strong_decay" else 0.1, len(data))
