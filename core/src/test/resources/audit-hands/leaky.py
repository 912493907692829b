# healthy:
# wrongslope: derivative-wrong @ dz1, dz2
# axis: gradient-wrong-axis @ db1, db2, db3
# order: data-unshuffled @ y, xb, yb, y_train, x, t
from hands import *
np.random.seed(9)
x_all, t_all = mnist(1000)
x_all = (x_all - x_all.mean()) / x_all.std()
if F == "order":
    o = np.argsort(t_all, kind="stable"); x_all, t_all = x_all[o], t_all[o]
def lrelu(u): return np.where(u > 0, u, 0.01 * u)
def dlrelu(u): return np.where(u > 0, 1.0, 0.01)
sizes = [784, 40, 20, 10]
w1, w2, w3 = [np.random.randn(a, b) * np.sqrt(2 / a) for a, b in zip(sizes, sizes[1:])]
b1, b2, b3 = [np.zeros((1, b)) for b in sizes[1:]]
bs = 50
for it in range(100):
    lo = it * bs % 1000
    x = x_all[lo:lo + bs]; t = np.eye(10)[t_all[lo:lo + bs]]
    z1 = x @ w1 + b1; a1 = lrelu(z1); z2 = a1 @ w2 + b2; a2 = lrelu(z2); z3 = a2 @ w3 + b3
    e = np.exp(z3 - z3.max(1, keepdims=True)); y = e / e.sum(1, keepdims=True)
    dz3 = y - t
    g = (lambda u: 1 - np.tanh(u) ** 2) if F == "wrongslope" else dlrelu
    dz2 = dz3 @ w3.T * g(z2); dz1 = dz2 @ w2.T * g(z1)
    dw3 = a2.T @ dz3 / bs; dw2 = a1.T @ dz2 / bs; dw1 = x.T @ dz1 / bs
    ax = None if F == "axis" else 0
    db3 = dz3.mean(ax, keepdims=True); db2 = dz2.mean(ax, keepdims=True); db1 = dz1.mean(ax, keepdims=True)
    for p, d in ((w1, dw1), (w2, dw2), (w3, dw3), (b1, db1), (b2, db2), (b3, db3)): p -= 0.05 * d
    rec({k: v for k, v in locals().items() if k not in ("x_all", "t_all", "p", "d", "o", "lo", "e")})
print("acc", np.mean(y.argmax(1) == t.argmax(1)))
