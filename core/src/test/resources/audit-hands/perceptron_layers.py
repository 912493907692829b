# healthy:
# copy: update-discarded @ nn.layers[1].W, nn.layers[0].W, nn.layers[2].W
# twice: derivative-doubled @ nn.layers[2].delta, nn.layers[2].dW
from hands import *
class Sigmoid:
    @staticmethod
    def f(z): return 1 / (1 + np.exp(-z))
    @staticmethod
    def df(a): return a * (1 - a)
class Layer:
    def __init__(self, n, m): self.W = np.random.randn(n, m) / np.sqrt(n); self.b = np.zeros((1, m))
    def forward(self, x): self.x = x; self.z = x @ self.W + self.b; self.a = Sigmoid.f(self.z); return self.a
class Net:
    def __init__(self, dims): self.layers = [Layer(a, b) for a, b in zip(dims, dims[1:])]
    def forward(self, x):
        for layer in self.layers: x = layer.forward(x)
        return x
    def backward(self, t):
        n = len(t)
        for i, layer in reversed(list(enumerate(self.layers))):
            if i == len(self.layers) - 1:
                layer.delta = layer.a - t
                if F == "twice": layer.delta = layer.delta * Sigmoid.df(layer.a) ** 2
            else: layer.delta = self.layers[i + 1].delta @ self.layers[i + 1].W.T * Sigmoid.df(layer.a)
            layer.dW = layer.x.T @ layer.delta / n; layer.db = layer.delta.mean(0, keepdims=True)
    def step(self, lr):
        for i, layer in enumerate(self.layers):
            if F == "copy" and i == 1: W = layer.W.copy(); W -= lr * layer.dW
            else: layer.W -= lr * layer.dW
            layer.b -= lr * layer.db
np.random.seed(21)
X, y = mnist(400); X = X / 255.; T = np.eye(10)[y]
nn = Net([784, 30, 20, 10])
for e in range(200):
    out = nn.forward(X); nn.backward(T); nn.step(2.0)
    rec(dict(nn=nn, X=X, T=T, out=out))
print("acc", np.mean(out.argmax(1) == y))
