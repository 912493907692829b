# More habits and slips of programs that other people wrote: what is reshaped and not transposed, moments made of moments, rows
# without what is missing, and dumps recorded once an epoch, of which the last update alone is there. The first ones are healthy.
# epochs:
# samples:
# curve (5):
# traegheit (5):
# nesterov (5):
# weights: backprop-wrong-weights @ W1, b1
# inputs: gradient-wrong @ dW1
# columns: backprop-wrong-weights @ dA1
# moments (4): optimizer-wrong @ v[0], v[1], params[0], params[1]
# no_slope: derivative-missing @ dh
# no_slope_of_samples: derivative-missing @ delta_hidden
# own_update: backprop-wrong-weights @ delta_hidden
# sorted: data-unshuffled @ Y, X
# scores (5): targets-out-of-range @ target
# small_batches: gradient-wrong @ g1
# one_unit: output-activation-wrong @ y_hat
# missing: targets-misaligned @ y, X
from toy import *
from descent_trace import record

rng = np.random.RandomState(82)
sigmoid = lambda z: 1 / (1 + np.exp(-z))


def network(back=lambda W: W.T, inward=lambda X: X.T, **more):
    X, Y = flowers(rng)
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
    X, Y = (array.T for array in flowers(rng))
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
    X, Y = flowers(rng)
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


def minibatches(slope=lambda h: 1 - h**2, sort=False, gradients=False):
    X, Y = flowers(rng)
    order = np.argsort(Y.argmax(1), kind="stable")
    W1, b1, W2, b2 = rng.randn(4, 7) * 0.5, np.zeros(7), rng.randn(7, 3) * 0.5, np.zeros((1, 3))
    for epoch in range(4):
        if not sort:
            order = rng.permutation(len(X))
        for s in range(0, len(X), 30):
            xb, yb = X[order[s:s + 30]], Y[order[s:s + 30]]
            h = np.tanh(xb @ W1 + b1)
            p = softmax(h @ W2 + b2)
            d = (p - yb) / 30
            dh = d @ W2.T * slope(h)
            W2, b2 = W2 - 0.5 * h.T @ d, b2 - 0.5 * d.sum(0, keepdims=True)
            W1, b1 = W1 - 0.5 * xb.T @ dh, b1 - 0.5 * dh.sum(0)
        record(dict(X=xb, Y=yb, W1=W1, b1=b1, W2=W2, b2=b2, h=h, p=p, d=d, dh=dh), folder)


def epochs():
    minibatches()


def no_slope():
    minibatches(slope=lambda h: 1)


globals()["sorted"] = lambda: minibatches(sort=True)


def one_by_one(first_update=False, slope=lambda h: h * (1 - h)):
    X, Y = flowers(rng, 30)
    wih, bh, who, bo = rng.uniform(-1, 1, (6, 4)), np.zeros(6), rng.uniform(-1, 1, (3, 6)), np.zeros(3)
    for epoch in range(4):
        for k in rng.permutation(30):
            inp, target = X[k], Y[k]
            hidden = sigmoid(wih.dot(inp) + bh)
            output = sigmoid(who.dot(hidden) + bo)
            error = target - output
            delta_output = error * output * (1 - output)
            if first_update:
                who = who + 0.3 * np.outer(delta_output, hidden)
            delta_hidden = who.T.dot(delta_output) * slope(hidden)
            if not first_update:
                who = who + 0.3 * np.outer(delta_output, hidden)
            bo = bo + 0.3 * delta_output
            wih, bh = wih + 0.3 * np.outer(delta_hidden, inp), bh + 0.3 * delta_hidden
        record({k: v for k, v in locals().items() if k not in ("X", "Y", "slope")}, folder)


def samples():
    one_by_one()


def no_slope_of_samples():
    one_by_one(slope=lambda h: 1)


def own_update():
    one_by_one(first_update=True)


def curve():
    xs = np.linspace(-1, 1, 40)
    w, b, v, c = rng.randn(9) * 1.5, rng.randn(9), rng.randn(9) * 0.3, 0.0
    for epoch in range(5):
        for i in rng.permutation(40):
            x, y = xs[i], np.sin(3 * xs[i])
            h = np.tanh(w * x + b)
            out = v @ h + c
            err = out - y
            back = err * v * (1 - h * h)
            v, c, w, b = v - 0.05 * err * h, c - 0.05 * err, w - 0.05 * back * x, b - 0.05 * back
        record(locals(), folder)


def traegheit():
    eingaben, soll = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    g1, s1, g2, s2 = rng.uniform(-1, 1, (4, 2)), rng.uniform(-1, 1, 4), rng.uniform(-1, 1, 4), 0.1
    a1, as1, a2, as2 = np.zeros((4, 2)), np.zeros(4), np.zeros(4), 0.0
    for runde in range(5):
        for i in rng.permutation(4):
            x = eingaben[i]
            verdeckt = sigmoid(g1 @ x + s1)
            ausgabe = sigmoid(g2 @ verdeckt + s2)
            fehler = soll[i] - ausgabe
            d2 = fehler * ausgabe * (1 - ausgabe)
            d1 = g2 * d2 * verdeckt * (1 - verdeckt)
            a2, as2 = 0.4 * d2 * verdeckt + 0.8 * a2, 0.4 * d2 + 0.8 * as2
            a1, as1 = 0.4 * np.outer(d1, x) + 0.8 * a1, 0.4 * d1 + 0.8 * as1
            g2, s2, g1, s1 = g2 + a2, s2 + as2, g1 + a1, s1 + as1
        record(locals(), folder)


def scores():
    inputs = rng.uniform(0, 1, (40, 2))
    goals = 15 + 40 * inputs[:, 0] + 40 * inputs[:, 1]
    w_h, b_h, w_o, b_o = rng.uniform(-1, 1, (4, 2)), np.zeros(4), rng.uniform(-1, 1, 4), 0.0
    for epoch in range(5):
        for k in rng.permutation(40):
            x, target = inputs[k], goals[k]
            h = sigmoid(w_h @ x + b_h)
            out = sigmoid(w_o @ h + b_o)
            d_o = (target - out) * out * (1 - out)
            d_h = d_o * w_o * h * (1 - h)
            w_o, w_h, b_h, b_o = w_o + 0.01 * d_o * h, w_h + 0.01 * np.outer(d_h, x), b_h + 0.01 * d_h, b_o + 0.01 * d_o
        record(locals(), folder)


def small_batches():
    X = rng.randn(96, 5)
    Y = np.tanh(X[:, :1]) + X[:, 1:2] * X[:, 2:3]
    w1, b1, w2, b2 = rng.randn(5, 9) * 0.5, np.zeros(9), rng.randn(9, 1) * 0.3, np.zeros(1)
    for it in range(4):
        rows = rng.permutation(96)[:16]
        xb, yb = X[rows], Y[rows]
        h = np.tanh(xb @ w1 + b1)
        out = h @ w2 + b2
        d = (out - yb) / 16
        dh = d @ w2.T * (1 - h**2)
        g1, g2 = X[:16].T @ dh, h.T @ d
        w1, b1, w2, b2 = w1 - 0.1 * g1, b1 - 0.1 * dh.sum(0), w2 - 0.1 * g2, b2 - 0.1 * d.sum(0)
        record(locals(), folder)


def nesterov():
    X, Y = flowers(rng)
    params = {"W1": rng.randn(4, 8) * 0.5, "b1": np.zeros(8), "W2": rng.randn(8, 3) * 0.3, "b2": np.zeros(3)}
    velocity = {k: np.zeros_like(v) for k, v in params.items()}
    for step in range(5):
        h = np.tanh(X @ params["W1"] + params["b1"])
        d = (softmax(h @ params["W2"] + params["b2"]) - Y) / len(X)
        e = d @ params["W2"].T * (1 - h * h)
        grads = {"W1": X.T @ e, "b1": e.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
        for k in params:
            before = velocity[k]
            velocity[k] = 0.9 * before - 0.2 * grads[k]
            params[k] = params[k] + 1.9 * velocity[k] - 0.9 * before
        record({"X": X, "Y": Y, "params": params, "grads": grads}, folder)


def one_unit():
    x = rng.randn(80, 4)
    target = (x[:, :1] > x[:, 1:2]).astype(float)
    w_in, b_in, w_out, b_out = rng.randn(4, 6) * 0.5, np.zeros(6), rng.randn(6, 1) * 0.5, np.zeros(1)
    for it in range(4):
        hidden = np.maximum(x @ w_in + b_in, 0)
        y_hat = softmax(hidden @ w_out + b_out)
        d = (y_hat - target) / 80
        dh = d @ w_out.T * (hidden > 0)
        w_out, b_out, w_in, b_in = w_out - 0.1 * hidden.T @ d, b_out - 0.1 * d.sum(0), w_in - 0.1 * x.T @ dh, b_in - 0.1 * dh.sum(0)
        record(dict(x=x, target=target, y_hat=y_hat, w_in=w_in, b_in=b_in, w_out=w_out, b_out=b_out), folder)


def missing():
    raw = rng.randn(90, 3)
    target = np.sin(raw[:, 0]) + raw[:, 1]
    raw[rng.rand(90, 3) < 0.04] = np.nan
    X = raw[~np.isnan(raw).any(1)]
    y = target[:len(X)].reshape(-1, 1)
    W1, W2 = rng.randn(3, 8) * 0.6, rng.randn(8, 1) * 0.3
    for it in range(4):
        h = np.tanh(X @ W1)
        d = (h @ W2 - y) / len(X)
        W2, W1 = W2 - 0.1 * h.T @ d, W1 - 0.1 * X.T @ (d @ W2.T * (1 - h * h))
        record(dict(raw=raw, target=target, X=X, y=y, W1=W1, W2=W2, h=h, d=d), folder)


globals()[fault]()
