# Logistic regression with a vector of weights and one number for the bias.
from toy import *
from descent_trace import record

rng = np.random.RandomState(7)
X = rng.randn(90, 5)
y = (X @ np.array([1.0, -2.0, 0.5, 0.0, 1.5]) + 0.3 * rng.randn(90) > 0.2).astype(int)
w = np.zeros(5)
b = 0.0
lr = 0.5
n = len(y)

for i in range(100):
    z = np.dot(X, w) + b
    y_hat = 1 / (1 + np.exp(-z))
    cost = -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)).mean()
    dw = np.dot(X.T, y_hat - y) / n
    db = np.sum(y_hat - y) / n
    w = w - lr * dw
    b = b - lr * db
    record(locals(), folder)

q = np.clip(1 / (1 + np.exp(-(X @ w + b))), 1e-9, 1 - 1e-9)
print(-(y * np.log(q) + (1 - y) * np.log(1 - q)).mean())
