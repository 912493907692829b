# Linear regression over scaled features, the bias apart, half the mean squared error.
from toy import *
from descent_trace import record

features, prices = houses(60, 4, 11)
X = (features - features.mean(axis=0)) / features.std(axis=0)
y = (prices - prices.mean()) / prices.std()
theta = np.zeros(4)
bias = 0.0
alpha = 0.1
m = len(y)

for i in range(200):
    predictions = X.dot(theta) + bias
    errors = predictions - y
    cost = np.sum(errors ** 2) / (2 * m)
    grad_theta = X.T.dot(errors) / m
    grad_bias = errors.sum() / m
    theta = theta - alpha * grad_theta
    bias = bias - alpha * grad_bias
    record(locals(), folder)

print(np.mean((X @ theta + bias - y) ** 2))
