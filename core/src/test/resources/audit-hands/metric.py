# healthy:
# axis: metric-wrong @ accuracy, predictions, pred
# vslabels: metric-wrong @ accuracy, predictions, pred
from hands import *
np.random.seed(41)
X_train, y_train = mnist(500); X_train = X_train / 255.; Y = np.eye(10)[y_train]
W1 = np.random.randn(784, 64) * np.sqrt(2 / 784); b1 = np.zeros((1, 64)); W2 = np.random.randn(64, 10) * np.sqrt(2 / 64); b2 = np.zeros((1, 10))
for epoch in range(60):
    Z1 = X_train @ W1 + b1; A1 = np.maximum(0, Z1); Z2 = A1 @ W2 + b2
    ex = np.exp(Z2 - Z2.max(axis=1, keepdims=True)); A2 = ex / ex.sum(axis=1, keepdims=True)
    dZ2 = (A2 - Y) / 500; dW2 = A1.T @ dZ2; db2 = dZ2.sum(0, keepdims=True)
    dZ1 = dZ2 @ W2.T * (Z1 > 0); dW1 = X_train.T @ dZ1; db1 = dZ1.sum(0, keepdims=True)
    W1 -= .3 * dW1; b1 -= .3 * db1; W2 -= .3 * dW2; b2 -= .3 * db2
    if F == "axis":
        predictions = np.argmax(A2, axis=0); accuracy = np.mean(predictions == np.argmax(Y, axis=0))
    elif F == "vslabels":
        predictions = np.argmax(A2, axis=1); accuracy = np.mean(A2 == Y)
    else:
        predictions = np.argmax(A2, axis=1); accuracy = np.mean(predictions == y_train)
    rec(locals())
print("acc", accuracy)
