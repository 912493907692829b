# In the manner of "A Neural Network in 11 lines of Python" (iamtrask, 2015): no rate, no biases, no names.
import sys
import numpy as np
from descent_trace import record

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1
for j in range(5):
    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
    l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
    l2_delta = (y - l2) * (l2 * (1 - l2))
    if sys.argv[1] == "faulty":  # the update one line too early
        syn1 += l1.T.dot(l2_delta)
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
    if sys.argv[1] != "faulty":
        syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
    record(locals(), folder=sys.argv[2])
