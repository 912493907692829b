# In the manner of a popular video on MNIST without a framework: rows of a csv turned into columns, relu, softmax, one_hot.
# healthy:
from toy import *
from descent_trace import record

data, labels = pixels(40, 12, 4, 6)
data = np.c_[labels, data]
np.random.seed(6)
np.random.shuffle(data)
data_train = data.T
Y = data_train[0]
X = data_train[1:]
if fault != "unscaled":
    X = X / 255.
n, m = X.shape


def init_params():
    W1 = np.random.rand(6, n) - 0.5
    b1 = np.random.rand(6, 1) - 0.5
    W2 = np.random.rand(4, 6) - 0.5
    b2 = np.random.rand(4, 1) - 0.5
    return W1, b1, W2, b2


def ReLU(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    if fault == "axis":
        return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    Z = Z - Z.max(axis=0) if fault == "unscaled" else Z
    return np.exp(Z) / sum(np.exp(Z))


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def ReLU_deriv(Z):
    return Z > 0


def one_hot_columns(Y):
    one_hot_Y = np.zeros((Y.size, Y.max() + 1))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    one_hot_Y = one_hot_columns(Y)
    dZ2 = A2 - one_hot_Y
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * (np.sum(dZ2) if fault == "scalar_bias" else np.sum(dZ2, axis=1, keepdims=True))
    dZ1 = W2.T.dot(dZ2) * (1 if fault == "no_gate" else ReLU_deriv(Z1))
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * (np.sum(dZ1) if fault == "scalar_bias" else np.sum(dZ1, axis=1, keepdims=True))
    return dW1, db1, dW2, db2


def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    return W1, b1, W2, b2


W1, b1, W2, b2 = init_params()
alpha = 0.10
for i in range(4):
    Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
    dW1, db1, dW2, db2 = backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y)
    W1, b1, W2, b2 = update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha)
    predictions = np.argmax(A2, 0)
    record({k: v for k, v in locals().items() if k not in ("data", "data_train", "labels")}, folder)
