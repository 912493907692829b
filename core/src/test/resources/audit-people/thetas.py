# In the manner of the Octave exercises of a well-known machine learning course: columns of ones, Theta1 and Theta2, lambda.
# healthy:
from toy import *
from descent_trace import record


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoidGradient(z):
    return sigmoid(z) * (1 - sigmoid(z))


np.random.seed(12)
X, labels = pixels(30, 10, 3, 12)
X = X / 255
m = X.shape[0]
Y = one_hot(labels, 3)
epsilon_init = 0.5
Theta1 = np.random.rand(6, 11) * 2 * epsilon_init - epsilon_init
Theta2 = np.random.rand(3, 7) * 2 * epsilon_init - epsilon_init
lam, alpha = 0.1, 1.0
for it in range(5):
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2 @ Theta2.T
    a3 = sigmoid(z3)
    J = np.sum(-Y * np.log(a3) - (1 - Y) * np.log(1 - a3)) / m
    delta3 = a3 - Y
    delta2 = (delta3 @ Theta2[:, 1:]) * sigmoidGradient(z2 if fault != "z_mistaken" else a2[:, 1:])
    Delta1 = delta2.T @ a1
    Delta2 = delta3.T @ a2
    Theta1_grad = Delta1 / m
    Theta2_grad = Delta2 / m
    Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lam / m * Theta2[:, 1:]
    sign = -1 if fault == "plus" else 1
    Theta1 = Theta1 - sign * alpha * Theta1_grad
    Theta2 = Theta2 - sign * alpha * Theta2_grad
    record(locals(), folder)
