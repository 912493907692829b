# healthy:
# momfresh: momentum-wrong @ dense1.weights, dense1.weight_momentums, dense2.weights
# noclamp: derivative-missing @ activation1.dinputs, dense1.dweights, dense1.weights
# noavg: step-too-large @ dense1.weights, dense2.weights
from hands import *
class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.1 * np.random.randn(n_inputs, n_neurons); self.biases = np.zeros((1, n_neurons))
    def forward(self, inputs):
        self.inputs = inputs; self.output = np.dot(inputs, self.weights) + self.biases
    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues); self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)
class Activation_ReLU:
    def forward(self, inputs):
        self.inputs = inputs; self.output = np.maximum(0, inputs)
    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        if F != "noclamp": self.dinputs[self.inputs <= 0] = 0
class Activation_Softmax_Loss_CategoricalCrossentropy:
    def forward(self, inputs, y_true):
        e = np.exp(inputs - np.max(inputs, axis=1, keepdims=True)); self.output = e / np.sum(e, axis=1, keepdims=True)
        return np.mean(-np.log(np.clip(self.output[range(len(inputs)), y_true], 1e-7, 1 - 1e-7)))
    def backward(self, dvalues, y_true):
        samples = len(dvalues); self.dinputs = dvalues.copy(); self.dinputs[range(samples), y_true] -= 1
        if F != "noavg": self.dinputs = self.dinputs / samples
class Optimizer_SGD:
    def __init__(self, learning_rate=1., decay=0., momentum=0.):
        self.learning_rate = learning_rate; self.current_learning_rate = learning_rate; self.decay = decay; self.iterations = 0; self.momentum = momentum
    def pre_update_params(self):
        if self.decay: self.current_learning_rate = self.learning_rate * (1. / (1. + self.decay * self.iterations))
    def update_params(self, layer):
        if not hasattr(layer, 'weight_momentums'):
            layer.weight_momentums = np.zeros_like(layer.weights); layer.bias_momentums = np.zeros_like(layer.biases)
        wu = self.momentum * layer.weight_momentums - self.current_learning_rate * layer.dweights
        bu = self.momentum * layer.bias_momentums - self.current_learning_rate * layer.dbiases
        if F == "momfresh":
            layer.weights += layer.weight_momentums; layer.biases += layer.bias_momentums
        layer.weight_momentums = wu; layer.bias_momentums = bu
        if F != "momfresh":
            layer.weights += wu; layer.biases += bu
    def post_update_params(self): self.iterations += 1
np.random.seed(0)
X, y = spiral(100, 3)
dense1 = Layer_Dense(2, 64); activation1 = Activation_ReLU(); dense2 = Layer_Dense(64, 3)
loss_activation = Activation_Softmax_Loss_CategoricalCrossentropy()
optimizer = Optimizer_SGD(decay=0 if F == "momfresh" else 1e-3, momentum=0.9)
for epoch in range(400):
    dense1.forward(X); activation1.forward(dense1.output); dense2.forward(activation1.output)
    loss = loss_activation.forward(dense2.output, y)
    predictions = np.argmax(loss_activation.output, axis=1); accuracy = np.mean(predictions == y)
    loss_activation.backward(loss_activation.output, y); dense2.backward(loss_activation.dinputs)
    activation1.backward(dense2.dinputs); dense1.backward(activation1.dinputs)
    optimizer.pre_update_params(); optimizer.update_params(dense1); optimizer.update_params(dense2); optimizer.post_update_params()
    rec(locals())
print("acc", accuracy)
