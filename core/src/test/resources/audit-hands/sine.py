# healthy:
# nolin: activation-missing @ A1
# sigout: targets-out-of-range @ y
# ascend: step-ascends @ W1, W2
# degrees: inputs-unscaled @ x
from hands import *
np.random.seed(2)
x = np.linspace(-np.pi, np.pi, 100).reshape(-1, 1)
y = np.sin(x)
if F == "degrees": x = x * 180 / np.pi
n = len(x)
W1 = np.random.randn(1, 16); b1 = np.random.randn(1, 16); W2 = np.random.randn(16, 1) / 4; b2 = np.zeros((1, 1))
for t in range(3000):
    A1 = x @ W1 + b1
    if F != "nolin": A1 = np.tanh(A1)
    y_pred = A1 @ W2 + b2
    if F == "sigout": y_pred = 1 / (1 + np.exp(-y_pred))
    loss = np.square(y_pred - y).mean()
    grad_y_pred = 2.0 * (y_pred - y) / n
    if F == "sigout": grad_y_pred = grad_y_pred * y_pred * (1 - y_pred)
    grad_W2 = A1.T @ grad_y_pred; grad_b2 = grad_y_pred.sum(axis=0, keepdims=True)
    grad_h = grad_y_pred @ W2.T
    if F != "nolin": grad_h = grad_h * (1 - A1 ** 2)
    grad_W1 = x.T @ grad_h; grad_b1 = grad_h.sum(axis=0, keepdims=True)
    s = -1 if F == "ascend" else 1
    lr = 1e-2
    W1 -= s * lr * grad_W1; b1 -= s * lr * grad_b1; W2 -= s * lr * grad_W2; b2 -= s * lr * grad_b2
    rec(locals())
print("loss", loss)
