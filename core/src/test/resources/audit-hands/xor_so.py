# tinyinit: init-too-small @ w1, w2
# healthy:
# seeone: targets-misaligned @ train_Y, train_X
# nosig: derivative-missing @ dZ1, dW1
from hands import *
train_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]).T
train_Y = np.array([[0, 1, 1, 0]])
if F == "seeone":
    train_X, l = moons(60); train_X = train_X.T; train_Y = np.roll(l[None], 1)
learning_rate = 0.1 if F == "tinyinit" else 0.8
def sigmoid(z): return 1 / (1 + np.exp(-z))
np.random.seed(3)
S0, S1, S2 = 2, 5, 1
m = train_X.shape[1]
k = 0.01 if F == "tinyinit" else 1
w1 = np.random.randn(S1, S0) * k; b1 = np.zeros((S1, 1)); w2 = np.random.randn(S2, S1) * k; b2 = np.zeros((S2, 1))
for i in range(3000):
    Z1 = np.dot(w1, train_X) + b1; A1 = sigmoid(Z1); Z2 = np.dot(w2, A1) + b2; A2 = sigmoid(Z2)
    J = -np.sum(train_Y * np.log(A2) + (1 - train_Y) * np.log(1 - A2)) / m
    dZ2 = A2 - train_Y
    dW2 = np.dot(dZ2, A1.T) / m; dB2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(w2.T, dZ2) * (1 if F == "nosig" else sigmoid(Z1) * (1 - sigmoid(Z1)))
    dW1 = np.dot(dZ1, train_X.T) / m; dB1 = np.sum(dZ1, axis=1, keepdims=True) / m
    w1 = w1 - dW1 * learning_rate; w2 = w2 - dW2 * learning_rate; b1 = b1 - dB1 * learning_rate; b2 = b2 - dB2 * learning_rate
    rec({a: b for a, b in locals().items() if a != "l"})
print("J", J)
