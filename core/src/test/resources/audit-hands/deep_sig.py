# deep: network-too-deep|activation-wrong @ W[0], a[1]
# healthy:
# zero: init-symmetric @ W[0], W[1]
# batchsum: gradient-accumulates @ dW[0], dW[1], W[0], W[1]
from hands import *
np.random.seed(33)
x, y = mnist(300); x = x.T / 255.; t = np.eye(10)[y].T
dims = [784, 30, 30, 30, 30, 30, 30, 10] if F == "deep" else [784, 30, 10]
W = [np.random.randn(b, a) / np.sqrt(a) for a, b in zip(dims, dims[1:])]; b = [np.zeros((k, 1)) for k in dims[1:]]
if F == "zero": W = [np.zeros_like(k) for k in W]
dW = [np.zeros_like(k) for k in W]; db = [np.zeros_like(k) for k in b]
for it in range(150):
    a = [x]
    for w_, b_ in zip(W, b): a.append(1 / (1 + np.exp(-(w_ @ a[-1] + b_))))
    delta = (a[-1] - t) * a[-1] * (1 - a[-1])
    for k in reversed(range(len(W))):
        gw, gb = delta @ a[k].T / 300, delta.mean(1, keepdims=True)
        if k: delta = W[k].T @ delta * a[k] * (1 - a[k])
        if F == "batchsum": dW[k] += gw; db[k] += gb
        else: dW[k] = gw; db[k] = gb
    for k in range(len(W)): W[k] = W[k] - 1.5 * dW[k]; b[k] = b[k] - 1.5 * db[k]
    rec({p: q for p, q in locals().items() if p not in ("w_", "b_", "gw", "gb", "delta", "k")})
print("acc", np.mean(a[-1].argmax(0) == y))
