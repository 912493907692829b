# healthy:
# db_all: gradient-wrong-axis @ db1, db2, b1, b2
# tanh_d: derivative-wrong @ dZ1, dW1, W1
# softmax_rows: softmax-wrong-axis @ A2
from hands import *
X, Y = mnist(1200)
data = np.c_[Y, X]; data_dev = data[0:200].T; data_train = data[200:1200].T
Y_train = data_train[0]; X_train = data_train[1:] / 255.; m = X_train.shape[1]
np.random.seed(3)
W1 = np.random.rand(16, 784) - 0.5; b1 = np.random.rand(16, 1) - 0.5
W2 = np.random.rand(10, 16) - 0.5; b2 = np.random.rand(10, 1) - 0.5
def softmax(Z):
    e = np.exp(Z)
    return e / (e.sum(axis=1, keepdims=True) if F == "softmax_rows" else sum(e))
def one_hot(Y):
    o = np.zeros((Y.size, Y.max() + 1)); o[np.arange(Y.size), Y] = 1
    return o.T
alpha = 0.1
for i in range(6):
    Z1 = W1.dot(X_train) + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    one_hot_Y = one_hot(Y_train.astype(int))
    dZ2 = A2 - one_hot_Y
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * (np.sum(dZ2) if F == "db_all" else np.sum(dZ2, axis=1, keepdims=True))
    dZ1 = W2.T.dot(dZ2) * ((1 - A1 ** 2) if F == "tanh_d" else (Z1 > 0))
    dW1 = 1 / m * dZ1.dot(X_train.T)
    db1 = 1 / m * (np.sum(dZ1) if F == "db_all" else np.sum(dZ1, axis=1, keepdims=True))
    W1 = W1 - alpha * dW1; b1 = b1 - alpha * db1; W2 = W2 - alpha * dW2; b2 = b2 - alpha * db2
    accuracy = np.sum(np.argmax(A2, 0) == Y_train) / Y_train.size
    rec(locals())
