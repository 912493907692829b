# healthy:
# gatezero: derivative-missing @ self.layers[0].dZ, self.layers[1].dZ, model.layers[0].dZ, model.layers[1].dZ, model.layers[0].dW, model.layers[0].W
# wT: backprop-wrong-weights @ model.layers[0].dZ, model.layers[1].dZ
# noupd: update-discarded @ model.layers[0].b, model.layers[1].b, model.layers[2].b
from hands import *
class Dense:
    def __init__(self, nin, nout, act, rng):
        self.W = rng.standard_normal((nout, nin)) * np.sqrt(2 / nin); self.b = np.zeros((nout, 1)); self.act = act
    def __call__(self, A):
        self.A_prev = A; self.Z = self.W @ A + self.b
        if self.act == "relu": self.A = np.maximum(0, self.Z)
        else:
            E = np.exp(self.Z - self.Z.max(axis=0)); self.A = E / E.sum(axis=0)
        return self.A
    def back(self, dA, m):
        self.dZ = dA if self.act == "softmax" or F == "gatezero" else dA * (self.Z > 0)
        self.dW = self.dZ @ self.A_prev.T / m; self.db = self.dZ.sum(axis=1, keepdims=True) / m
        return (self.W[::-1] if F == "wT" else self.W).T @ self.dZ
class Model:
    def __init__(self, dims, seed=0):
        rng = np.random.default_rng(seed)
        self.layers = [Dense(a, b, "relu", rng) for a, b in zip(dims[:-2], dims[1:-1])] + [Dense(dims[-2], dims[-1], "softmax", rng)]
    def fit_batch(self, X, Y, lr):
        A = X
        for l in self.layers: A = l(A)
        d = A - Y
        for l in self.layers[::-1]: d = l.back(d, X.shape[1])
        for l in self.layers:
            l.W -= lr * l.dW
            if F != "noupd": l.b -= lr * l.db
        return A
model = Model([784, 32, 16, 10])
X, y = mnist(1024); X = X.T.astype(np.float64) / 255; Y = np.eye(10)[y].T
rng = np.random.default_rng(5)
for it in range(80):
    idx = rng.choice(1024, 128, replace=False)
    xb, yb = X[:, idx], Y[:, idx]
    out = model.fit_batch(xb, yb, 0.2)
    rec(dict(model=model, xb=xb, yb=yb, out=out))
print("acc", np.mean(out.argmax(0) == yb.argmax(0)))
