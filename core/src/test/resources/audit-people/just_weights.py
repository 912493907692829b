# Nothing but weights and biases is dumped: nobody can say what was trained.
# healthy:
from toy import *
from descent_trace import record

np.random.seed(28)
X, labels = pixels(30, 9, 3, 28)
X = X / 255
T = one_hot(labels, 3)
w1 = np.random.randn(9, 7) * 0.5
w2 = np.random.randn(7, 3) * 0.5
for step in range(4):
    hidden = 1 / (1 + np.exp(-X @ w1))
    out = 1 / (1 + np.exp(-hidden @ w2))
    delta2 = (T - out) * out * (1 - out)
    delta1 = delta2 @ w2.T * hidden * (1 - hidden)
    w2 += 0.1 * hidden.T @ delta2
    w1 += 0.1 * X.T @ delta1
    record({"w1": w1, "w2": w2}, folder)
