# bookasis: derivative-missing @ hidden_errors, self.wih
# ascends: step-ascends @ self.who, self.wih
# raw: inputs-unscaled @ inputs, inputs_list
from hands import *
class neuralNetwork:
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.inodes, self.hnodes, self.onodes, self.lr = inputnodes, hiddennodes, outputnodes, learningrate
        self.wih = np.random.normal(0.0, pow(self.inodes, -0.5), (self.hnodes, self.inodes))
        self.who = np.random.normal(0.0, pow(self.hnodes, -0.5), (self.onodes, self.hnodes))
        self.activation_function = lambda x: 1 / (1 + np.exp(-x))
    def train(self, inputs_list, targets_list):
        inputs = np.array(inputs_list, ndmin=2).T
        targets = np.array(targets_list, ndmin=2).T
        hidden_inputs = np.dot(self.wih, inputs)
        hidden_outputs = self.activation_function(hidden_inputs)
        final_inputs = np.dot(self.who, hidden_outputs)
        final_outputs = self.activation_function(final_inputs)
        output_errors = targets - final_outputs
        hidden_errors = np.dot(self.who.T, output_errors)
        s = -1 if F == "ascends" else 1
        if F != "bookasis":
            hidden_errors = np.dot(self.who.T, output_errors * final_outputs * (1.0 - final_outputs))
        self.who += s * self.lr * np.dot((output_errors * final_outputs * (1.0 - final_outputs)), np.transpose(hidden_outputs))
        self.wih += s * self.lr * np.dot((hidden_errors * hidden_outputs * (1.0 - hidden_outputs)), np.transpose(inputs))
        rec(locals())
    def query(self, inputs_list):
        return self.activation_function(self.who @ self.activation_function(self.wih @ np.array(inputs_list, ndmin=2).T))
np.random.seed(3)
x, y = mnist(1000)
n = neuralNetwork(784, 100, 10, 0.1)
for _ in range(3):
    for i in range(1000):
        inputs = (np.asarray(x[i], float) / 255.0 * 0.99) + 0.01
        if F == "raw": inputs = np.asarray(x[i], float)
        targets = np.zeros(10) + 0.01
        targets[y[i]] = 0.99
        n.train(inputs, targets)
print("acc", np.mean([np.argmax(n.query(x[i] / 255 * (255 if F == "raw" else 1))) == y[i] for i in range(300)]))
