# The bias as a column of ones, no names for gradients: the eleven lines of a much read article, a little longer.
from toy import *
from descent_trace import record

np.random.seed(9)
points, labels = moons(50, 10)
X = np.hstack([points, np.ones((50, 1))])
y = labels.reshape(-1, 1)
syn0 = 2 * np.random.random((3, 8)) - 1
syn1 = 2 * np.random.random((8, 1)) - 1
alpha = 0.1

for j in range(600):
    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
    l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
    l2_error = y - l2
    l2_delta = l2_error * (l2 * (1 - l2))
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * (l1 * (1 - l1))
    syn1 += alpha * l1.T.dot(l2_delta)
    syn0 += alpha * X.T.dot(l1_delta)
    record(locals(), folder)

print(np.mean((l2 - y) ** 2))
