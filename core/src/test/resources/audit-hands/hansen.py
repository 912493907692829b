# elementwise: derivative-doubled|derivative-wrong @ error, change_w[W3], self.params[W3]
# healthy:
# zinput: derivative-wrong-input @ error, change_w[W2], change_w[W1], self.params[W2], self.params[W1]
from hands import *
class DeepNeuralNetwork():
    def __init__(self, sizes, epochs=1, l_rate=0.01):
        self.sizes, self.epochs, self.l_rate = sizes, epochs, l_rate
        a, b, c, d = sizes
        self.params = {'W1': np.random.randn(b, a) * np.sqrt(1. / b), 'W2': np.random.randn(c, b) * np.sqrt(1. / c), 'W3': np.random.randn(d, c) * np.sqrt(1. / d)}
    def sigmoid(self, x, derivative=False):
        if derivative: return (np.exp(-x)) / ((np.exp(-x) + 1) ** 2)
        return 1 / (1 + np.exp(-x))
    def softmax(self, x, derivative=False):
        exps = np.exp(x - x.max())
        if derivative: return exps / np.sum(exps, axis=0) * (1 - exps / np.sum(exps, axis=0))
        return exps / np.sum(exps, axis=0)
    def forward_pass(self, x_train):
        params = self.params
        params['A0'] = x_train
        params['Z1'] = np.dot(params["W1"], params['A0']); params['A1'] = self.sigmoid(params['Z1'])
        params['Z2'] = np.dot(params["W2"], params['A1']); params['A2'] = self.sigmoid(params['Z2'])
        params['Z3'] = np.dot(params["W3"], params['A2']); params['A3'] = self.softmax(params['Z3'])
        return params['A3']
    def backward_pass(self, y_train, output):
        params = self.params; change_w = {}
        if F == "elementwise": error = 2 * (output - y_train) / output.shape[0] * self.softmax(params['Z3'], derivative=True)
        else: error = output - y_train
        change_w['W3'] = np.outer(error, params['A2'])
        z = 'A' if F == "zinput" else 'Z'
        error = np.dot(params['W3'].T, error) * self.sigmoid(params[z + '2'], derivative=True)
        change_w['W2'] = np.outer(error, params['A1'])
        error = np.dot(params['W2'].T, error) * self.sigmoid(params[z + '1'], derivative=True)
        change_w['W1'] = np.outer(error, params['A0'])
        return change_w
    def train(self, x_train, y_train):
        for x, y in zip(x_train, y_train):
            output = self.forward_pass(x)
            change_w = self.backward_pass(y, output)
            for key, value in change_w.items(): self.params[key] -= self.l_rate * value
            rec(dict(self=self, x=x, y=y, output=output, change_w=change_w))
np.random.seed(5)
x, y = mnist(600); x = (x / 255).astype('float32'); y1 = np.eye(10)[y]
dnn = DeepNeuralNetwork([784, 64, 32, 10], l_rate=0.05)
for _ in range(2): dnn.train(x, y1)
print("acc", np.mean([dnn.forward_pass(a).argmax() == b for a, b in zip(x[:200], y[:200])]))
