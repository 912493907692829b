# shift: targets-misaligned @ Y, labels
# healthy:
# hinge: init-too-large @ W1, W2
from hands import *
np.random.seed(19)
raw, labels = mnist(500); X = raw / 255.
if F == "trunc": X = (raw // 255).astype(np.uint8)
Y = np.zeros((500, 10))
if F == "shift": Y[np.arange(500), np.random.permutation(labels)] = 1
else: Y[np.arange(500), labels] = 1
k = 20 if F == "hinge" else 0.05
W1 = np.random.randn(784, 30) * k; b1 = np.zeros((1, 30)); W2 = np.random.randn(30, 10) * k * 4; b2 = np.zeros((1, 10))
sg = lambda v: 1 / (1 + np.exp(-v))
for i in range(150):
    H = sg(X @ W1 + b1); O = sg(H @ W2 + b2)
    D2 = (O - Y) * O * (1 - O); D1 = D2 @ W2.T * H * (1 - H)
    W2 -= 2.0 * H.T @ D2 / 500; b2 -= 2.0 * D2.mean(0, keepdims=True); W1 -= 2.0 * X.T @ D1 / 500; b1 -= 2.0 * D1.mean(0, keepdims=True)
    rec({a: b for a, b in locals().items() if a not in ("raw",)})
print("acc", np.mean(O.argmax(1) == labels))
