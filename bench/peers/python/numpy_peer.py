"""NumPy: a network written as well as NumPy allows, in place where it can be. Arguments: task, seed, threads."""

from workbench import *

ONE = np.float32(1)


class Network:
    """Dense layers with plain gradient descent, or with momentum; sigmoid and squared error, or relu and cross-entropy."""

    def __init__(self, sizes, sigmoid, seed=0, momentum=0.0):
        random = np.random.RandomState(seed)
        gain = 1 if sigmoid else 2
        self.sigmoid = sigmoid
        self.momentum = np.float32(momentum)
        self.weights = [(random.randn(a, b) * np.sqrt(gain / a)).astype(np.float32) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(b, np.float32) for b in sizes[1:]]
        self.velocity = [np.zeros_like(x) for x in self.weights + self.biases] if momentum else None

    def forward(self, inputs):
        activations = [inputs]
        last = len(self.weights) - 1
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            z = activations[-1] @ weight
            z += bias
            if self.sigmoid:
                np.negative(z, out=z)
                np.exp(z, out=z)
                z += ONE
                np.reciprocal(z, out=z)
            elif i < last:
                np.maximum(z, 0, out=z)
            else:
                z -= z.max(1, keepdims=True)
                np.exp(z, out=z)
                z /= z.sum(1, keepdims=True)
            activations.append(z)
        return activations

    def step(self, inputs, targets, learning_rate):
        activations = self.forward(inputs)
        delta = activations[-1] - targets
        if self.sigmoid:
            delta *= activations[-1] * (ONE - activations[-1])
        delta *= np.float32(1 / len(inputs))
        for i in range(len(self.weights) - 1, -1, -1):
            weight_gradient = activations[i].T @ delta
            bias_gradient = delta.sum(0)
            if i:
                delta = delta @ self.weights[i].T
                if self.sigmoid:
                    delta *= activations[i] * (ONE - activations[i])
                else:
                    delta *= activations[i] > 0
            self.update(i, weight_gradient, bias_gradient, np.float32(learning_rate))

    def update(self, i, weight_gradient, bias_gradient, learning_rate):
        weight_gradient *= learning_rate
        bias_gradient *= learning_rate
        if self.velocity:
            self.velocity[i] *= self.momentum
            self.velocity[i] += weight_gradient
            weight_gradient = self.velocity[i]
            self.velocity[len(self.weights) + i] *= self.momentum
            self.velocity[len(self.weights) + i] += bias_gradient
            bias_gradient = self.velocity[len(self.weights) + i]
        self.weights[i] -= weight_gradient
        self.biases[i] -= bias_gradient


def dense():
    train, labels, test, _ = load()
    targets = one_hot(labels)
    for name, sizes in SIZES.items():
        for batch in BATCHES:
            network = Network(sizes, name == "A")
            firsts = cycle(batch, len(train))

            def step():
                first = next(firsts)
                network.step(train[first : first + batch], targets[first : first + batch], 0.1)

            throughput("train", name, batch, batch, step)
        latency(name, lambda: network.forward(test[:1]))
        throughput("answer", name, 1000, 1000, lambda: network.forward(test[:1000]))


def accuracy():
    train, labels, test, test_labels = load()
    targets = one_hot(labels)
    random = np.random.RandomState(seed)
    network = Network(ACCURACY_SIZES, False, seed, momentum=0.9)
    milestones = Milestones("B256")
    for _ in range(30):
        order = random.permutation(len(train))
        for step in range(1, len(train) // ACCURACY_BATCH + 1):
            rows = order[(step - 1) * ACCURACY_BATCH : step * ACCURACY_BATCH]
            network.step(train[rows], targets[rows], 0.05)
            if step % STEPS_BETWEEN_LOOKS == 0:
                right = (network.forward(test)[-1].argmax(1) == test_labels).mean()
                if milestones.see(float(right)):
                    return


if task == "start":
    Network(SIZES["B"], False).step(np.ones((32, 784), np.float32), one_hot(np.arange(32) % 10), 0.1)
    started()
elif task == "dense":
    dense()
elif task == "accuracy":
    accuracy()
