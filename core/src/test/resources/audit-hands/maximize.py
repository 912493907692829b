# healthy:
# typo: gradient-wrong @ dW2, W2
# halfstep: update-discarded @ b_out, b_hidden
from hands import *
np.random.seed(101)
train, lab = mnist(200); train = train.astype(float) / 255.0
hid, epochs, eta = 24, 100, 1.0
W1 = np.random.randn(hid, 784) * 0.05; b_hidden = np.random.randn(hid, 1) * .1; W2 = np.random.randn(10, hid) * 0.3; b_out = np.random.randn(10, 1) * .1
def sigm(v): return 1. / (1. + np.exp(-v))
for ep in range(epochs):
    X = train.T; T = np.zeros((10, 200)); T[lab, range(200)] = 1
    y1 = sigm(W1 @ X + b_hidden); y2 = sigm(W2 @ y1 + b_out)
    delta_o = (T - y2) * y2 * (1 - y2); delta_h = (W2.T @ delta_o) * y1 * (1 - y1)
    dW2 = eta * delta_o @ (y1.T if F != "typo" else sigm(y1).T) / 200; dW1 = eta * delta_h @ X.T / 200
    W2 = W2 + dW2; W1 = W1 + dW1
    if F != "halfstep":
        b_out = b_out + eta * delta_o.mean(axis=1, keepdims=True); b_hidden = b_hidden + eta * delta_h.mean(axis=1, keepdims=True)
    else:
        new_b_out = b_out + eta * delta_o.mean(axis=1, keepdims=True); new_b_hidden = b_hidden + eta * delta_h.mean(axis=1, keepdims=True)
    rec({k: v for k, v in locals().items() if k not in ("train", "lab")})
print("acc", np.mean(y2.argmax(0) == lab))
