# One wrong line each, found by changing lines of healthy programs by chance. The first ones are healthy.
# guarded (4):
# looks_ahead (4):
# threshold (4):
# threshold_up (4): step-ascends @ b1
# no_minus (4): activation-wrong @ h
# added (4): gradient-wrong @ d
# replaced (4): gradient-wrong @ W2
# one_number (4): gradient-wrong @ W2
# rate_twice (5): momentum-wrong @ v2
# saturated (3): numerically-unstable @ dA
# by_class (6): data-unshuffled @ y, X
from toy import *
from descent_trace import record

rng = np.random.RandomState(7)
sigmoid = lambda z: 1 / (1 + np.exp(-z))


def network(activation=sigmoid, delta=lambda a, Y: (a - Y) / 90, second=lambda W2, step: W2 - step, sign=1, of_bias=1):
    X, Y = flowers(rng)
    W1, b1, W2, b2 = rng.randn(4, 8) * 0.5, rng.randn(8) * 0.1, rng.randn(8, 3) * 0.5, np.zeros(3)
    for it in range(4):
        h = activation(X @ W1 + sign * b1)
        a = softmax(h @ W2 + b2)
        d = delta(a, Y)
        dh = d @ W2.T * h * (1 - h)
        dW1, dW2 = X.T @ dh, h.T @ d
        W1, b1, b2 = W1 - 0.5 * dW1, b1 - of_bias * 0.5 * dh.sum(0), b2 - 0.5 * d.sum(0)
        W2 = second(W2, 0.5 * dW2)
        record(dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, h=h, a=a, d=d, dh=dh, dW1=dW1, dW2=dW2), folder)


def no_minus():
    network(activation=lambda z: 1 / (1 + np.exp(z)))


def added():
    network(delta=lambda a, Y: (a + Y) / 90)


def replaced():
    network(second=lambda W2, step: step)


def one_number():
    network(second=lambda W2, step: W2 - 0.5)


def threshold():
    network(sign=-1, of_bias=-1)


def threshold_up():
    network(sign=-1)


def moons_network(divide, steps, rate, scale):
    X, labels = moons(80, 5)
    Y = labels[:, None].astype(float)
    W1, b1, W2, b2 = rng.randn(2, 6) * scale, np.zeros(6), rng.randn(6, 1) * scale, np.zeros(1)
    for it in range(steps):
        H = np.tanh(X @ W1 + b1)
        A = sigmoid(H @ W2 + b2)
        with np.errstate(all="ignore"):
            dA = divide(A, Y)
            dZ2 = dA * A * (1 - A)
            dH = dZ2 @ W2.T * (1 - H**2)
        W1, b1 = W1 - rate * X.T @ dH / 80, b1 - rate * dH.mean(0)
        W2, b2 = W2 - rate * H.T @ dZ2 / 80, b2 - rate * dZ2.mean(0)
        record(dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, H=H, A=A, dA=dA, dZ2=dZ2, dH=dH), folder)


def guarded():
    moons_network(lambda A, Y: (A - Y) / (A * (1 - A) + 1e-9), 4, 0.5, 1)


def saturated():
    moons_network(lambda A, Y: (A - Y) / (A * (1 - A)), 3, 0.5, 30)


def momentum(look=False, again=1.0):
    X, Y = flowers(rng)
    p = [rng.randn(4, 8) * 0.5, np.zeros(8), rng.randn(8, 3) * 0.5, np.zeros(3)]
    v = [np.zeros_like(w) for w in p]
    lr = 0.05
    for it in range(5):
        l1, c1, l2, c2 = [w + 0.9 * u for w, u in zip(p, v)] if look else p
        h = np.tanh(X @ l1 + c1)
        a = softmax(h @ l2 + c2)
        d = (a - Y) / 90
        dh = d @ l2.T * (1 - h * h)
        g = [X.T @ dh, dh.sum(0), h.T @ d, d.sum(0)]
        v = [0.9 * u - lr * k for u, k in zip(v, g)]
        p = [w + again * u for w, u in zip(p, v)]
        arrays = dict(X=X, Y=Y, h=h, a=a, d=d, dh=dh, g1=g[0], g2=g[2], v1=v[0], v2=v[2], lr=lr)
        arrays.update(dict(l1=l1, c1=c1, l2=l2, c2=c2) if look else dict(W1=p[0], b1=p[1], W2=p[2], b2=p[3]))
        record(arrays, folder)


def looks_ahead():
    momentum(look=True)


def rate_twice():
    momentum(again=0.05)


def by_class():
    X, Y = flowers(rng, 300)
    order = np.argsort(Y.argmax(1), kind="stable")
    X, y = X[order], Y[order].argmax(1)
    W, b = rng.randn(4, 3) * 0.1, np.zeros(3)
    for it in range(6):
        x, t = X[10 * it:10 * it + 10], y[10 * it:10 * it + 10]
        p = softmax(x @ W + b)
        ds = p.copy()
        ds[np.arange(10), t] -= 1
        W, b = W - 0.5 * x.T @ ds / 10, b - 0.5 * ds.mean(0)
        record(dict(X=x, y=t, W=W, b=b, p=p), folder)


globals()[fault]()
