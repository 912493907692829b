# In the manner of the many "hours studied, hours slept" tutorials: a class whose methods keep everything in self.
import sys
import numpy as np
from descent_trace import record

X = np.array(([2, 9], [1, 5], [3, 6], [5, 2]), dtype=float)
y = np.array(([92], [86], [89], [60]), dtype=float)
X = X / np.amax(X, axis=0)
if sys.argv[1] != "faulty":  # otherwise: scores 0 to 100 against a sigmoid
    y = y / 100


class NeuralNetwork:
    def __init__(self):
        np.random.seed(3)
        self.inputSize, self.outputSize, self.hiddenSize = 2, 1, 3
        self.W1 = np.random.randn(self.inputSize, self.hiddenSize)
        self.W2 = np.random.randn(self.hiddenSize, self.outputSize)

    def forward(self, X):
        self.z = np.dot(X, self.W1)
        self.z2 = self.sigmoid(self.z)
        self.z3 = np.dot(self.z2, self.W2)
        return self.sigmoid(self.z3)

    def sigmoid(self, s):
        return 1 / (1 + np.exp(-s))

    def sigmoidPrime(self, s):
        return s * (1 - s)

    def backward(self, X, y, o):
        self.o_error = y - o
        self.o_delta = self.o_error * self.sigmoidPrime(o)
        self.z2_error = self.o_delta.dot(self.W2.T)
        self.z2_delta = self.z2_error * self.sigmoidPrime(self.z2)
        self.W1 += X.T.dot(self.z2_delta)
        self.W2 += self.z2.T.dot(self.o_delta)
        record(locals(), folder=sys.argv[2])

    def train(self, X, y):
        self.backward(X, y, self.forward(X))


NN = NeuralNetwork()
for i in range(5):
    NN.train(X, y)
