# In the manner of a game developer's video: layers with nodes, loops instead of matrices, gradients accumulated over the batch,
# applied, and cleared.
# healthy:
# no_derivative: derivative-missing @ layers[0].costGradientW, layers[0].weights, layers[0].costGradientB
from toy import *
from descent_trace import record


class Layer:
    def __init__(self, numNodesIn, numNodesOut):
        self.costGradientW = np.zeros((numNodesIn, numNodesOut))
        self.costGradientB = np.zeros(numNodesOut)
        self.weights = np.random.uniform(-1, 1, (numNodesIn, numNodesOut)) / np.sqrt(numNodesIn)
        self.biases = np.zeros(numNodesOut)

    def CalculateOutputs(self, inputs):
        self.inputs = inputs
        self.weightedInputs = np.zeros(len(self.biases))
        for nodeOut in range(len(self.biases)):
            weightedInput = self.biases[nodeOut]
            for nodeIn in range(len(inputs)):
                weightedInput += inputs[nodeIn] * self.weights[nodeIn, nodeOut]
            self.weightedInputs[nodeOut] = weightedInput
        self.activations = 1 / (1 + np.exp(-self.weightedInputs))
        return self.activations

    def UpdateGradients(self, nodeValues):
        for nodeOut in range(len(self.biases)):
            for nodeIn in range(len(self.inputs)):
                self.costGradientW[nodeIn, nodeOut] += self.inputs[nodeIn] * nodeValues[nodeOut]
            self.costGradientB[nodeOut] += nodeValues[nodeOut]

    def ApplyGradients(self, learnRate):
        self.biases -= self.costGradientB * learnRate
        self.weights -= self.costGradientW * learnRate


def UpdateAllGradients(inputs, expected):
    h = layers[0].CalculateOutputs(inputs)
    out = layers[1].CalculateOutputs(h)
    nodeValues = 2 * (out - expected) * out * (1 - out)
    layers[1].UpdateGradients(nodeValues)
    hidden = layers[1].weights @ nodeValues
    layers[0].UpdateGradients(hidden * (h * (1 - h) if fault != "no_derivative" else 1))


np.random.seed(8)
X, labels = pixels(60, 9, 2, 8)
X = X / 255
Y = one_hot(labels, 2)
layers = [Layer(9, 5), Layer(5, 2)]
for step in range(4):
    trainingBatch = X[step * 15:step * 15 + 15]
    expectedOutputs = Y[step * 15:step * 15 + 15]
    for dataPoint, expected in zip(trainingBatch, expectedOutputs):
        UpdateAllGradients(dataPoint, expected)
    for layer in layers:
        layer.ApplyGradients(1.0 / len(trainingBatch))
    record({k: v for k, v in globals().items() if k not in ("X", "Y", "labels", "layer")}, folder)
    if fault != "not_cleared":
        for layer in layers:
            layer.costGradientW[:] = 0
            layer.costGradientB[:] = 0
