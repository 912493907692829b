# healthy:
# sumexp: softmax-wrong-axis @ a2
# lostb: update-discarded @ b1, b2
# nodiv: step-too-large @ w1, w2
# raw: inputs-unscaled @ x_train
# double_sumb_gate: gradient-wrong-axis, derivative-missing @ db1, db2, dz1, dw1, b1, b2
from hands import *
np.random.seed(11)
X, Y = mnist(1000)
x_train = X.astype(float) if F == "raw" else X / 255
y_train = Y.astype(int)
m, n = x_train.shape
def init_param():
    return np.random.rand(784, 20) - 0.5, np.random.rand(1, 20) - 0.5, np.random.rand(20, 10) - 0.5, np.random.rand(1, 10) - 0.5
def Softmax(z):
    if F == "sumexp": return np.exp(z) / sum(np.exp(z))
    e = np.exp(z - z.max(1, keepdims=True)); return e / np.sum(e, axis=1, keepdims=True)
def f_propagation(a0, w1, b1, w2, b2):
    z1 = a0.dot(w1) + b1
    a1 = np.maximum(z1, 0)
    z2 = a1.dot(w2) + b2
    return z1, a1, z2, Softmax(z2)
def one_hotencode(y):
    y_hat = np.zeros((np.size(y), 10)); y_hat[np.arange(y.size), y] = 1
    return y_hat
def b_propagation(x, y, z1, w1, a1, z2, w2, a2):
    y_hat = one_hotencode(y)
    dadc = a2 - y_hat
    k = 1 if F == "nodiv" else 1 / m
    gate = 1 if F == "double_sumb_gate" else (z1 > 0)
    dw2 = k * (a1.T.dot(dadc))
    db2 = k * (np.sum(dadc) if F == "double_sumb_gate" else np.sum(dadc, axis=0))
    dw1 = k * x.T.dot((w2.dot(dadc.T).T * gate))
    db1 = k * (np.sum(w2.dot(dadc.T).T * gate) if F == "double_sumb_gate" else np.sum(w2.dot(dadc.T).T * gate, axis=0))
    return dw1, db1, dw2, db2
def update(alpha, w1, b1, w2, b2, dw1, db1, dw2, db2):
    w1 = w1 - alpha * dw1
    w2 = w2 - alpha * dw2
    if F == "lostb":
        db1 = b1 - alpha * db1; db2 = b2 - alpha * db2
    else:
        b1 = b1 - alpha * db1; b2 = b2 - alpha * db2
    return w1, b1, w2, b2
w1, b1, w2, b2 = init_param()
for i in range(60):
    z1, a1, z2, a2 = f_propagation(x_train, w1, b1, w2, b2)
    dw1, db1, dw2, db2 = b_propagation(x_train, y_train, z1, w1, a1, z2, w2, a2)
    w1, b1, w2, b2 = update(0.2, w1, b1, w2, b2, dw1, db1, dw2, db2)
    rec({k: v for k, v in locals().items() if k not in ("X", "Y")})
print("acc", np.mean(a2.argmax(1) == y_train))
