# One sample after another as columns, lists of weights and biases, as in a well-known free book.
from toy import *
from descent_trace import record

np.random.seed(8)
pictures, labels = pixels(60, 16, 4, 9)
training = [(p.reshape(-1, 1) / 255, t.reshape(-1, 1)) for p, t in zip(pictures, one_hot(labels, 4))]
sizes = [16, 10, 4]
weights = [np.random.randn(a, b) / np.sqrt(b) for a, b in zip(sizes[1:], sizes[:-1])]
biases = [np.random.randn(a, 1) for a in sizes[1:]]
eta = 0.5


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


for epoch in range(20):
    for x, y in training:
        activations = [x]
        zs = []
        for w, b in zip(weights, biases):
            z = np.dot(w, activations[-1]) + b
            zs.append(z)
            activations.append(sigmoid(z))
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b = [None, delta]
        nabla_w = [None, np.dot(delta, activations[-2].T)]
        delta = np.dot(weights[-1].T, delta) * sigmoid_prime(zs[-2])
        nabla_b[0] = delta
        nabla_w[0] = np.dot(delta, activations[-3].T)
        weights = [w - eta * nw for w, nw in zip(weights, nabla_w)]
        biases = [b - eta * nb for b, nb in zip(biases, nabla_b)]
        record(locals(), folder)

print(np.mean([np.sum((sigmoid(weights[1] @ sigmoid(weights[0] @ x + biases[0]) + biases[1]) - y) ** 2) for x, y in training]))
