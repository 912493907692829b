# Only inputs, targets, weights and output are dumped, after each update.
# healthy:
# no_derivative: derivative-missing @ w1
# ascends: step-ascends @ w1, w2
from toy import *
from descent_trace import record

np.random.seed(27)
X, labels = pixels(30, 9, 3, 27)
X = X / 255
T = one_hot(labels, 3)
w1 = np.random.randn(9, 7) * 0.5
w2 = np.random.randn(7, 3) * 0.5
for step in range(4):
    hidden = 1 / (1 + np.exp(-X @ w1))
    out = 1 / (1 + np.exp(-hidden @ w2))
    delta2 = (T - out) * out * (1 - out)
    delta1 = delta2 @ w2.T * (hidden * (1 - hidden) if fault != "no_derivative" else 1)
    sign = -1 if fault == "ascends" else 1
    w2 += sign * 0.1 * hidden.T @ delta2
    w1 += sign * 0.1 * X.T @ delta1
    record({"X": X, "T": T, "w1": w1, "w2": w2, "out": out}, folder)
