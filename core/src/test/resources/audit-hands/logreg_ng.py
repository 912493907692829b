# healthy:
# minus: step-ascends @ w, b
from hands import *
x, l = mnist(600); keep = l < 2
train_set_x = x[keep].T / (1. if F == "raw" else 255.); train_set_y = l[keep].reshape(1, -1).astype(int)
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    cost = -1 / m * np.sum(Y * np.log(A + 1e-12) + (1 - Y) * np.log(1 - A + 1e-12))
    k = 1 if F == "noavg" else m
    dw = 1 / k * np.dot(X, (A - Y).T); db = 1 / k * np.sum(A - Y)
    return {"dw": dw, "db": db}, cost, A
def optimize(w, b, X, Y, num_iterations, learning_rate):
    for i in range(num_iterations):
        grads, cost, A = propagate(w, b, X, Y)
        dw = grads["dw"]; db = grads["db"]
        s = -1 if F == "minus" else 1
        w = w - s * learning_rate * dw
        b = b - s * learning_rate * db
        rec(locals())
    print("cost", cost)
optimize(np.zeros((784, 1)), 0., train_set_x, train_set_y, 100, 0.05)
