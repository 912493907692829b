# The first network of very many: two layers of sigmoids, the squared error, pictures as rows.
from toy import *
from descent_trace import record

np.random.seed(1)
X, labels = pixels(60, 25, 5, 3)
X = X / 255
Y = one_hot(labels, 5)
weights1 = np.random.uniform(-0.5, 0.5, (25, 8))
bias1 = np.zeros((1, 8))
weights2 = np.random.uniform(-0.5, 0.5, (8, 5))
bias2 = np.zeros((1, 5))
learning_rate = 1.5


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(a):
    return a * (1 - a)


for epoch in range(400):
    hidden = sigmoid(np.dot(X, weights1) + bias1)
    output = sigmoid(np.dot(hidden, weights2) + bias2)
    loss = np.mean((output - Y) ** 2)
    output_error = output - Y
    output_delta = output_error * sigmoid_derivative(output)
    hidden_error = np.dot(output_delta, weights2.T)
    hidden_delta = hidden_error * sigmoid_derivative(hidden)
    grad_w2 = np.dot(hidden.T, output_delta) / len(X)
    grad_b2 = np.sum(output_delta, axis=0, keepdims=True) / len(X)
    grad_w1 = np.dot(X.T, hidden_delta) / len(X)
    grad_b1 = np.sum(hidden_delta, axis=0, keepdims=True) / len(X)
    weights2 -= learning_rate * grad_w2
    bias2 -= learning_rate * grad_b2
    weights1 -= learning_rate * grad_w1
    bias1 -= learning_rate * grad_b1
    record(locals(), folder)

print(np.mean((output - Y) ** 2))
