# healthy:
# primeofa: derivative-wrong-input @ delta2, delta3, dJdW1, dJdW2
# minutes: targets-out-of-range @ y
# transp: backprop-wrong-weights @ delta2, dJdW1
from hands import *
class Neural_Network(object):
    def __init__(self):
        self.inputLayerSize, self.outputLayerSize, self.hiddenLayerSize = 2, 1, 3
        self.W1 = np.random.randn(self.inputLayerSize, self.hiddenLayerSize)
        self.W2 = np.random.randn(self.hiddenLayerSize, self.outputLayerSize)
    def forward(self, X):
        self.z2 = np.dot(X, self.W1)
        self.a2 = self.sigmoid(self.z2)
        self.z3 = np.dot(self.a2, self.W2)
        return self.sigmoid(self.z3)
    def sigmoid(self, z): return 1 / (1 + np.exp(-z))
    def sigmoidPrime(self, z): return np.exp(-z) / ((1 + np.exp(-z)) ** 2)
    def costFunctionPrime(self, X, y):
        self.yHat = self.forward(X)
        w = self.W2 ** 2 if F == "transp" else self.W2
        if F == "primeofa":
            delta3 = np.multiply(-(y - self.yHat), self.sigmoidPrime(self.yHat))
            delta2 = np.dot(delta3, self.W2.T) * self.sigmoidPrime(self.a2)
        else:
            delta3 = np.multiply(-(y - self.yHat), self.sigmoidPrime(self.z3))
            delta2 = np.dot(delta3, w.T) * self.sigmoidPrime(self.z2)
        dJdW2 = np.dot(self.a2.T, delta3)
        dJdW1 = np.dot(X.T, delta2)
        return dJdW1, dJdW2
np.random.seed(8)
r = np.random.RandomState(5)
X = r.rand(20, 2) * [10, 6]; y = (40 + 4 * X[:, :1] + 3 * X[:, 1:] + r.randn(20, 1))
X = X / np.amax(X, axis=0)
y = y / 100 if F != "minutes" else y
NN = Neural_Network()
scalar = 1
for i in range(500):
    dJdW1, dJdW2 = NN.costFunctionPrime(X, y)
    NN.W1 = NN.W1 - scalar * dJdW1
    NN.W2 = NN.W2 - scalar * dJdW2
    rec({k: v for k, v in locals().items() if k != "r"})
print("loss", 0.5 * np.sum((y - NN.forward(X)) ** 2))
