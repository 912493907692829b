# Modules with forward and backward, standardised prices whose sum is 0, and the raw ones beside them.
# healthy:
from toy import *
from descent_trace import record
class Linear:
    def __init__(self, i, o): self.W = np.random.randn(i, o) * np.sqrt(2 / (i + o)); self.b = np.zeros(o)
    def forward(self, x): self.x = x; return x @ self.W + self.b
    def backward(self, g): self.dW = self.x.T @ g; self.db = g.sum(0); return g @ self.W.T
class Tanh:
    def forward(self, x): self.y = np.tanh(x); return self.y
    def backward(self, g): return g * (1 - self.y ** 2)
class MSE:
    def forward(self, p, t): self.p, self.t = p, t; return np.mean((p - t) ** 2)
    def backward(self): return 2 * (self.p - self.t) / (1 if fault == "no_mean" else self.p.size)
np.random.seed(44)
X, p = houses(50, 4, 44); X = (X - X.mean(0)) / X.std(0); T = ((p - p.mean()) / p.std())[:, None]
net = [Linear(4, 8), Tanh(), Linear(8, 6), Tanh(), Linear(6, 1)]; loss_fn = MSE(); lr = 0.1
for epoch in range(4):
    out = X
    for m in net: out = m.forward(out)
    loss = loss_fn.forward(out, T)
    g = loss_fn.backward()
    for m in reversed(net): g = m.backward(g)
    if fault == "input_not_saved": net[2].dW = net[0].forward(X).T @ (net[4].db * 0 + (2 * (out - T) / out.size) @ net[4].W.T * (1 - net[3].y ** 2))
    for m in net:
        if isinstance(m, Linear): m.W = m.W - lr * m.dW; m.b = m.b - lr * m.db
    record(locals(), folder)
