# healthy:
# dsm: softmax-wrong-axis @ probs, A2
# labelsraw: targets-out-of-range|targets-wrong-encoding @ Y, y
# lossmix:
from hands import *
np.random.seed(17)
x, y = mnist(400); x = x / 255.; Y = np.eye(10)[y]
if F == "labelsraw": Y = y.reshape(-1, 1).astype(float)
W1 = np.random.randn(784, 32) * 0.05; b1 = np.zeros(32); W2 = np.random.randn(32, 10 if F != "labelsraw" else 1) * 0.2; b2 = np.zeros(10 if F != "labelsraw" else 1)
for e in range(150):
    A1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    z = A1 @ W2 + b2
    if F == "labelsraw": probs = 1 / (1 + np.exp(-z))
    else: E_ = np.exp(z - z.max()); probs = E_ / E_.sum(axis=0 if F == "dsm" else 1, keepdims=True)
    diff = 2 * (probs - Y) / Y.shape[1]
    if F == "lossmix": dZ2 = diff / len(x)
    elif F == "labelsraw": dZ2 = diff * probs * (1 - probs) / len(x)
    else: dZ2 = probs * (diff - (diff * probs).sum(1, keepdims=True)) / len(x)
    dA1 = dZ2 @ W2.T; dZ1 = dA1 * A1 * (1 - A1)
    W2 -= 2 * A1.T @ dZ2; b2 -= 2 * dZ2.sum(0); W1 -= 2 * x.T @ dZ1; b1 -= 2 * dZ1.sum(0)
    rec({k: v for k, v in locals().items() if k != "E_"})
print("loss", np.mean((probs - Y) ** 2))
