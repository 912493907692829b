# Habits and slips of programs that other people wrote: masks kept for the way back, sums without their largest, rare activations, Nesterov's
# look-ahead, what is kept of the last step, one-hot rows reshaped, rows taken apart, rates that vanish, means of means, deep sigmoids, two
# heads, soft thresholds, AMSGrad, records of a replay memory. The first ones are healthy.
# masks:
# two_heads:
# soft:
# amsgrad:
# ahead:
# sine:
# softsign:
# clipped:
# memory:
# rate_of_one:
# unused_raw:
# graph:
# never_moves: update-discarded @ layers[0].b, layers[1].b
# not_reset: gradient-accumulates @ net[0].dW, net[1].dW
# elu: derivative-wrong-input @ dz1
# behind: momentum-wrong @ w1_ahead, w2_ahead
# parameter: momentum-wrong @ v1, v2
# same_array: momentum-wrong @ W_prev, diff
# bracket: momentum-wrong @ vW1, vW2
# born: momentum-wrong @ vW1, vW2
# one_velocity: momentum-wrong @ v[0], v[1], v[2]
# other_decay: optimizer-wrong @ v_hat[0], v_hat[1]
# relu_end: output-activation-wrong @ yhat
# tanh_logs: output-activation-wrong @ p
# labels: output-activation-wrong @ probs
# reshaped: targets-wrong-encoding @ Y
# apart: targets-misaligned @ y_train, X_train
# slipped: targets-misaligned @ y, X
# vanishing (4): step-too-small @ rate
# mean_twice: step-too-small @ gW1, gW2
# sigmoids: activation-wrong @ a1, a2, a3, a4
# linear: activation-missing @ W1, W2
# dropout: regularisation-too-strong @ mask, d1
# decay: regularisation-too-strong @ W1, W2
# minmax: split-mismatch @ X_test
# log: inputs-invalid @ log_income
# equal: init-symmetric @ w1, w2
# one_hot_answers: metric-wrong @ accuracy
# whole_columns: gradient-wrong @ d
# from_one: targets-wrong-encoding @ Y
# single (5): backprop-wrong-weights @ error
# online: backprop-wrong-weights @ dh
from toy import *
from descent_trace import record

rng = np.random.RandomState(81)
sigmoid = lambda z: 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def numbers(n=60, features=3):
    X = rng.randn(n, features)
    return X, np.tanh(X[:, :1] - X[:, 1:2]) + 0.1 * rng.randn(n, 1)


def classes(n=60):
    X = rng.randn(n, 3)
    return X, (X[:, :1] * 2 + X[:, 1:2] > 0).astype(float)


class Dense:
    def __init__(self, i, o):
        self.W, self.b = rng.randn(i, o) * 0.6, np.full(o, 0.1)
        self.dW, self.db = np.zeros((i, o)), np.zeros(o)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g, add=False):
        self.dW = self.dW * add + self.x.T @ g
        self.db = self.db * add + g.sum(0)
        return g @ self.W.T


class Gate:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, g):
        return g * self.mask


def masks(frozen=False):
    x, t = numbers()
    gate, layers = Gate(), [Dense(3, 12), Dense(12, 1)]
    for it in range(4):
        a = layers[1].forward(gate.forward(layers[0].forward(x)))
        g = 2 * (a - t) / 60
        layers[0].backward(gate.backward(layers[1].backward(g)))
        for layer in layers:
            layer.W = layer.W - 0.1 * layer.dW
            layer.b = layer.b if frozen else layer.b - 0.1 * layer.db
        record(dict(x=x, t=t, a=a, layers=layers, gate=gate), folder)


def never_moves():
    masks(True)


def not_reset():
    X, labels = rng.randn(40, 5), rng.randint(0, 4, 40)
    net = [Dense(5, 8), Dense(8, 4)]
    for it in range(4):
        h = np.tanh(net[0].forward(X))
        o = net[1].forward(h)
        o = o - o.max(1, keepdims=True)
        logp = o - np.log(np.exp(o).sum(1, keepdims=True))
        g = np.exp(logp)
        g[np.arange(40), labels] -= 1
        g /= 40
        net[0].backward(net[1].backward(g, True) * (1 - h * h), True)
        for layer in net:
            layer.W -= 0.3 * layer.dW
            layer.b -= 0.3 * layer.db
        record(dict(X=X, labels=labels, h=h, o=o, logp=logp, g=g, net=net), folder)


def elu():
    X, t = numbers()
    act = lambda z: np.where(z > 0, z, 2.0 * (np.exp(np.minimum(z, 0)) - 1))
    W1, b1, W2, b2 = rng.randn(3, 10) * 0.6, np.zeros((1, 10)), rng.randn(10, 1) * 0.3, np.zeros((1, 1))
    for it in range(4):
        z1 = X @ W1 + b1
        a1 = act(z1)
        y = a1 @ W2 + b2
        dy = 2 * (y - t) / 60
        dz1 = dy @ W2.T * np.where(z1 > 0, 1, z1 + 2.0)
        W2, b2 = W2 - 0.05 * a1.T @ dy, b2 - 0.05 * dy.sum(0, keepdims=True)
        W1, b1 = W1 - 0.05 * X.T @ dz1, b1 - 0.05 * dz1.sum(0, keepdims=True)
        record(locals(), folder)


def hidden(f, slope):
    X, t = numbers()
    W1, b1, W2, b2 = rng.randn(3, 10) * 0.9, np.zeros((1, 10)), rng.randn(10, 1) * 0.3, np.zeros((1, 1))
    for it in range(4):
        z = X @ W1 + b1
        h = f(z)
        y = h @ W2 + b2
        dy = 2 * (y - t) / 60
        dz = dy @ W2.T * slope(z)
        W2, b2 = W2 - 0.05 * h.T @ dy, b2 - 0.05 * dy.sum(0, keepdims=True)
        W1, b1 = W1 - 0.05 * X.T @ dz, b1 - 0.05 * dz.sum(0, keepdims=True)
        record(dict(X=X, t=t, W1=W1, b1=b1, W2=W2, b2=b2, z=z, h=h, y=y, dy=dy, dz=dz), folder)


def sine():
    hidden(np.sin, np.cos)


def softsign():
    hidden(lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2)


def clipped():
    hidden(lambda z: np.clip(z, -1, 1), lambda z: (np.abs(z) < 1) * 1.0)


def ahead(sign=1, iterations=6):
    X, y = classes()
    w1, w2 = rng.randn(3, 6) * 0.5, rng.randn(6, 1) * 0.4
    v1, v2 = np.zeros_like(w1), np.zeros_like(w2)
    for it in range(iterations):
        w1_ahead, w2_ahead = w1 + sign * 0.9 * v1, w2 + sign * 0.9 * v2
        h = np.tanh(X @ w1_ahead)
        p = sigmoid(h @ w2_ahead)
        d = (p - y) / 60
        dh = d @ w2_ahead.T * (1 - h * h)
        g1, g2 = X.T @ dh, h.T @ d
        v1, v2 = 0.9 * v1 - 0.5 * g1, 0.9 * v2 - 0.5 * g2
        w1, w2 = w1 + v1, w2 + v2
        record(locals(), folder)


def behind():
    ahead(-1)


def velocities(step):
    X, y = classes()
    W1, W2 = rng.randn(3, 8) * 0.6, rng.randn(8, 1) * 0.4
    mu, lr = 0.9, 0.1
    v1, v2 = np.zeros_like(W1), np.zeros_like(W2)
    for it in range(4):
        h = np.tanh(X @ W1)
        p = sigmoid(h @ W2)
        d = (p - y) / 60
        g2, g1 = h.T @ d, X.T @ (d @ W2.T * (1 - h * h))
        v1, v2 = step(v1, W1, g1), step(v2, W2, g2)
        W1, W2 = W1 + v1, W2 + v2
        yield dict(X=X, y=y, h=h, p=p, d=d, g1=g1, g2=g2, W1=W1, W2=W2, mu=mu, lr=lr), v1, v2


def parameter():
    for arrays, v1, v2 in velocities(lambda v, W, g: 0.9 * W - 0.1 * g):
        record(dict(arrays, v1=v1, v2=v2), folder)


def bracket():
    for arrays, v1, v2 in velocities(lambda v, W, g: -0.1 * (0.9 * -v + g)):
        record(dict(arrays, vW1=-v1, vW2=-v2), folder)


def born():
    for arrays, v1, v2 in velocities(lambda v, W, g: -0.1 * g):
        record(dict(arrays, vW1=v1, vW2=v2), folder)


def same_array():
    X, t = numbers()
    W = rng.randn(3, 1) * 0.3
    W_prev = W
    for it in range(5):
        y = X @ W
        e = 2 * (y - t) / 60
        G = X.T @ e
        diff = W - W_prev
        W_prev = W
        W -= 0.05 * G - 0.9 * diff
        record(locals(), folder)


def one_velocity():
    X, t = numbers(features=6)
    W = [rng.randn(6, 6) * 0.4 for _ in range(3)]
    out = rng.randn(6, 1) * 0.4
    v = [np.zeros((6, 6))] * 3
    for it in range(4):
        a = [X]
        for w in W:
            a.append(np.tanh(a[-1] @ w))
        y = a[3] @ out
        d = 2 * (y - t) / 60
        gout, back, g = a[3].T @ d, d @ out.T, [None] * 3
        for k in (2, 1, 0):
            dz = back * (1 - a[k + 1] ** 2)
            g[k], back = a[k].T @ dz, dz @ W[k].T
        for k in range(3):
            v[k] *= 0.9
            v[k] -= 0.05 * g[k]
            W[k] = W[k] + v[k]
        out = out - 0.05 * gout
        record(dict(X=X, t=t, W=W, out=out, v=[v[0].copy()] * 3, g=g, a=a[1:], y=y, d=d), folder)


def other_decay():
    X, y = classes()
    W = [rng.randn(3, 8) * 0.5, rng.randn(8, 1) * 0.4]
    m, v = [0 * w for w in W], [0 * w for w in W]
    for t in range(1, 5):
        h = np.tanh(X @ W[0])
        p = sigmoid(h @ W[1])
        d = (p - y) / 60
        g = [X.T @ (d @ W[1].T * (1 - h * h)), h.T @ d]
        m_hat, v_hat = [], []
        for k in range(2):
            m[k] = 0.9 * m[k] + 0.1 * g[k]
            v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2
            m_hat.append(m[k] / (1 - 0.9 ** t))
            v_hat.append(v[k] / (1 - 0.9 ** t))
            W[k] = W[k] - 0.01 * m_hat[k] / (np.sqrt(v_hat[k]) + 1e-8)
        record(locals(), folder)


def amsgrad():
    X, t = numbers()
    A, B = rng.randn(3, 8) * 0.5, rng.randn(8, 1) * 0.4
    m, v, vmax = [[0 * A, 0 * B] for _ in range(3)]
    for it in range(4):
        h = np.tanh(X @ A)
        y = h @ B
        d = 2 * (y - t) / 60
        g = [X.T @ (d @ B.T * (1 - h * h)), h.T @ d]
        for k in range(2):
            m[k] = 0.9 * m[k] + 0.1 * g[k]
            v[k] = 0.99 * v[k] + 0.01 * g[k] ** 2
            vmax[k] = np.maximum(vmax[k], v[k])
        A = A - 0.005 * m[0] / (np.sqrt(vmax[0]) + 1e-8)
        B = B - 0.005 * m[1] / (np.sqrt(vmax[1]) + 1e-8)
        record(locals(), folder)


def soft():
    X = np.abs(rng.randn(80, 6))
    Y = np.eye(3)[np.argmax(X[:, :3] + 0.3 * rng.randn(80, 3), 1)]
    W, b = np.zeros((6, 3)), np.zeros(3)
    for it in range(4):
        P = softmax(X @ W + b)
        D = P - Y
        step = W - 1.0 * X.T @ D / 80
        b = b - 1.0 * D.sum(0) / 80
        W = np.sign(step) * np.maximum(np.abs(step) - 0.02, 0.0)
        record(dict(X=X, Y=Y, P=P, D=D, W=W, b=b), folder)


def two_heads():
    F, price = numbers()
    sold = (F[:, 2:] > 0).astype(float)
    W, b = rng.randn(3, 12) * 0.6, np.zeros(12)
    hp, hs = rng.randn(12, 1) * 0.3, rng.randn(12, 1) * 0.3
    for it in range(4):
        h = np.tanh(F @ W + b)
        price_hat, sold_hat = h @ hp, sigmoid(h @ hs)
        dp, ds = (price_hat - price) / 60, (sold_hat - sold) / 60
        dz = (dp @ hp.T + ds @ hs.T) * (1 - h * h)
        hp, hs = hp - 0.2 * h.T @ dp, hs - 0.2 * h.T @ ds
        W, b = W - 0.2 * F.T @ dz, b - 0.2 * dz.sum(0)
        record(locals(), folder)


def memory():
    X, t = numbers()
    replay = [(int(rng.randint(9)), float(rng.rand()), bool(rng.rand() < 0.5)) for _ in range(60)]
    W1, W2 = rng.randn(3, 8) * 0.5, rng.randn(8, 1) * 0.4
    for it in range(4):
        h = np.tanh(X @ W1)
        y = h @ W2
        d = 2 * (y - t) / 60
        dh = d @ W2.T * (1 - h * h)
        W2, W1 = W2 - 0.1 * h.T @ d, W1 - 0.1 * X.T @ dh
        record(locals(), folder)


def ends(f, slope, t, X):
    W1, b1, W2, b2 = rng.randn(3, 10) * 0.7, np.zeros((1, 10)), rng.randn(10, 1) * 0.4, np.full((1, 1), 0.2)
    for it in range(4):
        a1 = np.tanh(X @ W1 + b1)
        z = a1 @ W2 + b2
        out = f(z)
        d = slope(z, out, t) / 60
        d1 = d @ W2.T * (1 - a1 ** 2)
        yield dict(X=X, t=t, W1=W1.copy(), b1=b1.copy(), W2=W2.copy(), b2=b2.copy(), a1=a1, z=z, d=d, d1=d1), out
        W2, b2 = W2 - 0.1 * a1.T @ d, b2 - 0.1 * d.sum(0, keepdims=True)
        W1, b1 = W1 - 0.1 * X.T @ d1, b1 - 0.1 * d1.sum(0, keepdims=True)


def relu_end():
    X, t = numbers()
    for arrays, yhat in ends(lambda z: np.maximum(z, 0), lambda z, y, t: 2 * (y - t) * (z > 0), t, X):
        record(dict(arrays, yhat=yhat), folder)


def tanh_logs():
    X, t = classes()
    slope = lambda z, p, t: (-t / p + (1 - t) / (1 - p)) * (1 - p ** 2)
    for arrays, p in ends(np.tanh, slope, t, X):
        record(dict(arrays, p=p), folder)


def labels():
    X = rng.randn(80, 5)
    Y = (X @ rng.randn(5, 4) > 0.3).astype(float)
    W1, W2 = rng.randn(5, 12) * 0.5, rng.randn(12, 4) * 0.4
    for it in range(4):
        h = np.maximum(X @ W1, 0)
        probs = softmax(h @ W2)
        d = (probs - Y) / 80
        dh = d @ W2.T * (h > 0)
        W2, W1 = W2 - 0.3 * h.T @ d, W1 - 0.3 * X.T @ dh
        record(locals(), folder)


def reshaped():
    kind = rng.randint(0, 4, 60)
    X = (rng.randn(60, 5) + 2 * np.eye(5)[kind]).T
    Y = np.eye(4)[kind].reshape(4, 60)
    W1, W2 = rng.randn(8, 5) * 0.4, rng.randn(4, 8) * 0.4
    for it in range(4):
        A1 = np.tanh(W1 @ X)
        A2 = softmax((W2 @ A1).T).T
        dZ2 = A2 - Y
        dZ1 = W2.T @ dZ2 * (1 - A1 ** 2)
        W2, W1 = W2 - 0.2 * dZ2 @ A1.T / 60, W1 - 0.2 * dZ1 @ X.T / 60
        record(dict(X=X, Y=Y, W1=W1, W2=W2, A1=A1, A2=A2, dZ2=dZ2, dZ1=dZ1), folder)


def regression(X, t, /, **more):
    W1, W2 = rng.randn(X.shape[1], 8) * 0.5, rng.randn(8, 1) * 0.4
    for it in range(4):
        h = np.tanh(X @ W1)
        out = h @ W2
        d = 2 * (out - t) / len(X)
        dh = d @ W2.T * (1 - h * h)
        gW2, gW1 = h.T @ d, X.T @ dh
        yield dict(more, W1=W1.copy(), W2=W2.copy(), h=h, out=out, d=d, dh=dh, gW1=gW1, gW2=gW2), (W1, gW1), (W2, gW2)


def apart():
    X, y = numbers(90)
    index = rng.permutation(90)
    X_train, y_train = X[index[:60]], y[:60]
    for arrays, *steps in regression(X_train, y_train, X=X, y=y, X_train=X_train, y_train=y_train):
        for W, g in steps:
            W -= 0.1 * g
        record(arrays, folder)


def slipped():
    table = rng.randn(121, 3)
    score = table @ [[0.6], [-0.4], [0.2]] + 0.1 * rng.randn(121, 1)
    X, y = table[1:], score[:-1]
    for arrays, *steps in regression(X, y, X=X, y=y):
        for W, g in steps:
            W -= 0.1 * g
        record(arrays, folder)


def vanishing():
    X, t = numbers()
    rate = 0.4
    for arrays, *steps in regression(X, t, X=X, t=t):
        rate *= 0.1
        for W, g in steps:
            W -= rate * g
        record(dict(arrays, rate=rate), folder)


def mean_twice():
    X, t = numbers()
    lr = 0.3
    for arrays, *steps in regression(X, t, X=X, t=t, lr=lr):
        for W, g in steps:
            W -= lr * g / 60
        record(arrays, folder)


def sigmoids():
    X, y = classes(80)
    W = [rng.randn(i, o) / np.sqrt(i) for i, o in zip((3, 12, 12, 12, 12), (12, 12, 12, 12, 1))]
    for it in range(4):
        a = [X]
        for w in W:
            a.append(sigmoid(a[-1] @ w))
        d = [None] * 4 + [(a[5] - y) / 80]
        for k in (3, 2, 1, 0):
            d[k] = d[k + 1] @ W[k + 1].T * a[k + 1] * (1 - a[k + 1])
        for k in range(5):
            W[k] = W[k] - 0.5 * a[k].T @ d[k]
        record(dict(X=X, y=y, W=W, a1=a[1], a2=a[2], a3=a[3], a4=a[4], p=a[5], d=d), folder)


def linear():
    X, y = classes()
    W1, b1, W2, b2 = rng.randn(3, 6) * 0.7, np.zeros(6), rng.randn(6, 1) * 0.4, np.zeros(1)
    for it in range(4):
        H = X @ W1 + b1
        p = sigmoid(H @ W2 + b2)
        D2 = (p - y) / 60
        D1 = D2 @ W2.T
        W2, b2 = W2 - 0.5 * H.T @ D2, b2 - 0.5 * D2.sum(0)
        W1, b1 = W1 - 0.5 * X.T @ D1, b1 - 0.5 * D1.sum(0)
        record(dict(X=X, y=y, p=p, W1=W1, b1=b1, W2=W2, b2=b2), folder)


def dropout():
    X, y = classes()
    W1, W2 = rng.randn(3, 80) * 0.7, rng.randn(80, 1) * 0.3
    for it in range(4):
        z1 = X @ W1
        a1 = np.maximum(z1, 0)
        mask = (rng.rand(*a1.shape) < 0.1) / 0.1
        d1 = a1 * mask
        p = sigmoid(d1 @ W2)
        g = (p - y) / 60
        g1 = g @ W2.T * mask * (z1 > 0)
        W2, W1 = W2 - 0.1 * d1.T @ g, W1 - 0.1 * X.T @ g1
        record(locals(), folder)


def decay():
    X, y = classes()
    W1, W2 = rng.randn(3, 8) * 0.7, rng.randn(8, 1) * 0.4
    for it in range(4):
        h = np.tanh(X @ W1)
        p = sigmoid(h @ W2)
        d = (p - y) / 60
        dW2 = h.T @ d + 1.0 * W2
        dW1 = X.T @ (d @ W2.T * (1 - h * h)) + 1.0 * W1
        W2, W1 = W2 - 0.05 * dW2, W1 - 0.05 * dW1
        record(locals(), folder)


def minmax():
    raw = rng.randn(90, 3) * [3, 9, 0.2] + [5, 30, -1]
    X = (raw[:60] - raw[:60].mean(0)) / raw[:60].std(0)
    test = raw[60:]
    X_test = (test - test.min(0)) / (test.max(0) - test.min(0))
    target = lambda r: np.tanh((r[:, :1] - 5) / 3)
    for arrays, *steps in regression(X, target(raw[:60]), X=X, t=target(raw[:60]), X_test=X_test, y_test=target(test)):
        for W, g in steps:
            W -= 0.1 * g
        record(arrays, folder)


def log():
    income, age = np.where(rng.rand(60) < 0.1, 0.0, np.exp(rng.randn(60))), rng.randn(60)
    with np.errstate(all="ignore"):
        log_income = np.log(income)
        X, y = np.c_[log_income * 0.5, age], (age > 0).astype(float)[:, None]
        W = rng.randn(2, 1)
        for it in range(4):
            p = sigmoid(X @ W)
            d = (p - y) / 60
            W = W - 0.5 * X.T @ d
            record(locals(), folder)


def equal():
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    w1, b1, w2, b2 = np.full((2, 4), 0.5), np.zeros((1, 4)), np.full((4, 1), 0.5), np.zeros((1, 1))
    for it in range(4):
        l1 = np.tanh(X @ w1 + b1)
        l2 = sigmoid(l1 @ w2 + b2)
        err = l2 - y
        l2_delta = err * l2 * (1 - l2)
        l1_delta = l2_delta @ w2.T * (1 - l1 ** 2)
        w2, b2 = w2 - 0.5 * l1.T @ l2_delta, b2 - 0.5 * l2_delta.sum(0, keepdims=True)
        w1, b1 = w1 - 0.5 * X.T @ l1_delta, b1 - 0.5 * l1_delta.sum(0, keepdims=True)
        record(locals(), folder)


def online():
    points = rng.uniform(-1, 1, (40, 2))
    signs = np.where(points[:, 0] * points[:, 1] > 0, 0.9, -0.9)
    Wh, bh, wo, bo = rng.randn(2, 6), np.zeros(6), rng.randn(6) * 0.5, 0.0
    for i in rng.permutation(40)[:6]:
        xi, ti = points[i], signs[i]
        h = np.tanh(xi @ Wh + bh)
        o = np.tanh(h @ wo + bo)
        delta_o = (o - ti) * (1 - o ** 2)
        wo, bo = wo - 0.15 * delta_o * h, bo - 0.15 * delta_o
        dh = delta_o * wo * (1 - h ** 2)
        Wh, bh = Wh - 0.15 * np.outer(xi, dh), bh - 0.15 * dh
        record(locals(), folder, iterations=6)


def rate_of_one():
    X, t = numbers()
    W1, W2, v1, v2, rate, alfa = rng.randn(3, 8) * 0.5, rng.randn(8, 1) * 0.4, 0, 0, 1.0, 0.9
    for it in range(4):
        h = sigmoid(X @ W1)
        y = h @ W2
        d = (t - y) / 60
        v1, v2 = alfa * v1 + rate * X.T @ (d @ W2.T * h * (1 - h)), alfa * v2 + rate * h.T @ d
        W1, W2 = W1 + v1, W2 + v2
        record(locals(), folder)


def unused_raw():
    raw = rng.randn(70, 3)
    raw[::9, 1] = np.nan
    X = raw[~np.isnan(raw).any(1)]
    t = np.tanh(X[:, :1])
    for arrays, *steps in regression(X, t, X=X, t=t, raw=raw):
        for W, g in steps:
            W -= 0.1 * g
        record(arrays, folder)


def graph():
    A = (rng.rand(30, 30) < 0.15) + np.eye(30)
    A = A / A.sum(1, keepdims=True)
    features, labels = np.abs(rng.randn(30, 6)), np.arange(30) % 2
    S0, W0, W1 = A @ features, rng.randn(6, 8) * 0.5, rng.randn(8, 2) * 0.5
    seen = np.arange(0, 30, 3)
    for it in range(4):
        H = np.maximum(S0 @ W0, 0)
        S1 = A @ H
        P = softmax(S1 @ W1)
        dZ = np.zeros_like(P)
        dZ[seen] = P[seen] - np.eye(2)[labels[seen]]
        dZ /= len(seen)
        dH = A.T @ (dZ @ W1.T) * (H > 0)
        W1, W0 = W1 - 0.5 * S1.T @ dZ, W0 - 0.5 * S0.T @ dH
        record(locals(), folder)


def digits(targets, delta, **more):
    kind = np.arange(60) % 4
    X = rng.randn(60, 5) + 2 * np.eye(5)[kind]
    Y = targets(kind)
    W1, W2 = rng.randn(5, 8) * 0.4, rng.randn(8, 4) * 0.4
    for it in range(4):
        h = np.tanh(X @ W1)
        P = softmax(h @ W2)
        d = delta(P, Y, kind) / 60
        dh = d @ W2.T * (1 - h * h)
        W2, W1 = W2 - 0.5 * h.T @ d, W1 - 0.5 * X.T @ dh
        yield dict(X=X, kind=kind, Y=Y, W1=W1, W2=W2, h=h, P=P, d=d, dh=dh)


def one_hot_answers():
    for arrays in digits(lambda k: np.eye(4)[k], lambda P, Y, k: P - Y):
        record(dict(arrays, accuracy=np.mean(arrays["P"].argmax(1)[:, None] == arrays["Y"])), folder)


def whole_columns():
    def delta(P, Y, kind):
        d = P.copy()
        d[:, kind] -= 1
        return d

    for arrays in digits(lambda k: np.eye(4)[k], delta):
        record(arrays, folder)


def from_one():
    for arrays in digits(lambda k: np.array([[i == n for i in range(4)] for n in k + 1]) * 1.0, lambda P, Y, k: P - Y):
        record({k: v for k, v in arrays.items() if k != "kind"}, folder)


def single():
    data = rng.uniform(-1, 1, (40, 3))
    goals = 0.5 + 0.3 * np.sin(3 * data[:, 0])
    Wh, wo, bo, vo, vh, total = rng.randn(3, 7), rng.randn(7), np.zeros(1), np.zeros(7), np.zeros((3, 7)), 0.0
    for x, t in list(zip(data, goals))[:6]:
        h = sigmoid(x @ Wh)
        y = sigmoid(h @ wo + bo)
        total += (t - y[0]) ** 2
        d = (t - y) * y * (1 - y)
        vo = 0.5 * vo + 1.6 * d * h
        wo, bo = wo + vo, bo + 1.6 * d
        error = d * wo
        dh = error * h * (1 - h)
        vh = 0.5 * vh + 1.6 * np.outer(x, dh)
        Wh = Wh + vh
        record(locals(), folder, iterations=6)


globals()[fault]()
