# Rules of updating beyond the plain ones: weights that decay beside Adam's step or within momentum's. The first ones are healthy.
# adamw (5):
# adamw_moments (5):
# weight_decay (5):
# biases_too (5):
# but_bias (4):
# one_vs_all (4):
# strong (5): regularisation-too-strong @ W1, W2
# grows (5): gradient-wrong @ W1, W2
# subtracted (4): gradient-wrong @ grad, theta
from toy import *
from descent_trace import record

rng = np.random.RandomState(91)


def network(steps=5):
    X, Y = flowers(rng)
    p = {"W1": rng.randn(4, 8) * 0.5, "b1": np.zeros(8), "W2": rng.randn(8, 3) * 0.5, "b2": np.zeros(3)}
    for t in range(1, steps + 1):
        h = np.tanh(X @ p["W1"] + p["b1"])
        a = softmax(h @ p["W2"] + p["b2"])
        d = (a - Y) / len(X)
        dh = d @ p["W2"].T * (1 - h * h)
        g = {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
        yield t, p, g, dict(X=X, Y=Y, h=h, a=a)


def adam(decay=0.01, rate=0.02, moments=False, all_of_them=False):
    m, v = {}, {}
    for t, p, g, arrays in network():
        for k in p:
            m[k] = 0.9 * m.get(k, 0) + 0.1 * g[k]
            v[k] = 0.999 * v.get(k, 0) + 0.001 * g[k] ** 2
            step = (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
            if all_of_them or k[0] == "W":
                step = step + decay * p[k]
            p[k] = p[k] - rate * step
        arrays.update(p)
        if moments:
            arrays.update({"m_" + k: m[k] for k in m}, **{"v_" + k: v[k] for k in v})
        record(arrays, folder)


def adamw():
    adam()


def adamw_moments():
    adam(moments=True)


def biases_too():
    adam(all_of_them=True)


def strong():
    adam(decay=10.0)


def momentum(decay=0.01):
    v = {}
    for t, p, g, arrays in network():
        for k in p:
            v[k] = 0.9 * v.get(k, 0) + g[k] + (decay * p[k] if k[0] == "W" else 0)
            p[k] = p[k] - 0.2 * v[k]
        arrays.update(p)
        record(arrays, folder)


def weight_decay():
    momentum()


def grows():
    momentum(-0.05)


def ridge(sign):
    x = np.sort(rng.uniform(-1, 1, 40))
    X, y = np.vander(x, 7, increasing=True), np.cos(3 * x) + 0.2 * rng.randn(40)
    theta = rng.randn(7) * 0.3
    for it in range(4):
        pred = X @ theta
        grad = X.T @ (pred - y) / 40
        grad[1:] += sign * 0.05 * theta[1:]
        theta = theta - 0.3 * grad
        record(dict(X=X, y=y, theta=theta, pred=pred, grad=grad), folder)


def but_bias():
    ridge(1)


def subtracted():
    ridge(-1)


def one_vs_all():
    X, Y = flowers(rng)
    Xb, Theta = np.c_[np.ones(90), X], np.zeros((5, 3))
    for it in range(4):
        H = 1 / (1 + np.exp(-Xb @ Theta))
        reg = np.r_[np.zeros((1, 3)), Theta[1:]]
        Theta = Theta - 1.0 * (Xb.T @ (H - Y) / 90 + 0.02 * reg)
        record(dict(Xb=Xb, Y=Y, Theta=Theta, H=H), folder)


globals()[fault]()
