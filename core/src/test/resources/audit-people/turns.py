# More habits and slips of programs that other people wrote: what is reshaped and not transposed, moments made of moments.
# weights: backprop-wrong-weights @ W1, b1
# inputs: gradient-wrong @ dW1
# columns: backprop-wrong-weights @ dA1
# moments (4): optimizer-wrong @ v[0], v[1], params[0], params[1]
from toy import *
from descent_trace import record

rng = np.random.RandomState(82)


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def flowers(n=90):
    kind = np.arange(n) % 3
    return rng.randn(n, 4) + 1.5 * np.eye(4)[kind], np.eye(3)[kind]


def network(back=lambda W: W.T, inward=lambda X: X.T, **more):
    X, Y = flowers()
    W1, b1, W2, b2 = rng.randn(4, 8) * 0.5, np.zeros(8), rng.randn(8, 3) * 0.5, np.zeros(3)
    for it in range(4):
        H = np.maximum(X @ W1 + b1, 0)
        P = softmax(H @ W2 + b2)
        d = (P - Y) / len(X)
        dH = d @ back(W2) * (H > 0)
        dW1, dW2 = inward(X) @ dH, H.T @ d
        W1, b1, W2, b2 = W1 - 0.3 * dW1, b1 - 0.3 * dH.sum(0), W2 - 0.3 * dW2, b2 - 0.3 * d.sum(0)
        yield dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, H=H, P=P, **({"dW1": dW1, "dH": dH} if more else {}))


def weights():
    for arrays in network(back=lambda W: W.reshape(W.shape[::-1])):
        record(arrays, folder)


def inputs():
    for arrays in network(inward=lambda X: X.reshape(X.shape[::-1]), gradients=True):
        record(arrays, folder)


def columns():
    X, Y = (array.T for array in flowers())
    W1, W2 = rng.randn(8, 4) * 0.5, rng.randn(3, 8) * 0.5
    for it in range(4):
        A1 = np.tanh(W1 @ X)
        A2 = softmax((W2 @ A1).T).T
        dZ2 = (A2 - Y) / X.shape[1]
        dA1 = W2.reshape(8, 3) @ dZ2
        dZ1 = dA1 * (1 - A1**2)
        dW1, dW2 = dZ1 @ X.T, dZ2 @ A1.T
        W1, W2 = W1 - 0.3 * dW1, W2 - 0.3 * dW2
        record(locals(), folder)


def moments():
    X, Y = flowers()
    params = [rng.randn(4, 8) * 0.5, rng.randn(8, 3) * 0.5]
    m, v = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    for t in range(1, 5):
        h = np.tanh(X @ params[0])
        p = softmax(h @ params[1])
        d = (p - Y) / len(X)
        grads = [X.T @ (d @ params[1].T * (1 - h * h)), h.T @ d]
        for i in range(2):
            m[i] = 0.9 * m[i] + 0.1 * grads[i]
            v[i] = 0.999 * v[i] + 0.001 * m[i] ** 2
            params[i] = params[i] - 0.02 * (m[i] / (1 - 0.9**t)) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
        record({"X": X, "Y": Y, "params": params, "m": m, "v": v, "grads": grads, "h": h, "p": p}, folder)


globals()[fault]()
