# A model of layers in a list, of which nothing but the model, inputs and targets is recorded.
# healthy:
# later_weights: backprop-wrong-weights @ model.layers[0].W, model.layers[0].b, model.layers[1].W
from toy import *
from descent_trace import record
class Dense:
    def __init__(self, i, o, act): self.W = np.random.randn(i, o) * np.sqrt(1 / i); self.b = np.zeros((1, o)); self.act = act
class Sequential:
    def __init__(self, layers): self.layers = layers
    def train_on_batch(self, xb, yb, lr):
        zs, a = [], [xb]
        for l in self.layers:
            zs.append(a[-1] @ l.W + l.b)
            a.append(1 / (1 + np.exp(-zs[-1])))
        d = (a[-1] - yb) / len(xb)
        for k in reversed(range(len(self.layers))):
            l = self.layers[k]
            W = l.W
            gW, gb = a[k].T @ d, d.sum(0, keepdims=True)
            l.W = l.W - lr * gW; l.b = l.b - lr * gb
            if k: d = d @ (l.W if fault == "later_weights" else W).T * a[k] * (1 - a[k])
np.random.seed(48)
X, lab = pixels(150, 9, 3, 48); X = X / 255
if fault == "labels": lab = np.random.permutation(lab)
model = Sequential([Dense(9, 7, "s"), Dense(7, 3, "s")])
for k in range(5):
    xb, yb = X[30 * k:30 * k + 30], one_hot(lab[30 * k:30 * k + 30], 3)
    model.train_on_batch(xb, yb, 1.0)
    record({"xb": xb, "yb": yb, "model": model}, folder)
