# Slips that stand in questions: a derivative once more in one gradient only, sums over the units, a vector taken from a column, moments that
# are one array, another layer's velocity, a forgotten root, pixels that never change divided by their deviation, class numbers, an output that
# its error writes over, a cost and a delta of two losses. Words are healthy: a linear layer behind one-hot inputs looks up rows.
# words:
# counts:
# twice: derivative-doubled @ gW1
# others_delta: gradient-wrong @ db1
# square: gradient-wrong @ gW2
# from_zero: optimizer-wrong @ m_hat
# part: data-leak @ X_test
# gate: derivative-wrong-input @ dz1
# units: gradient-wrong-axis @ db2
# grown: gradient-wrong-axis @ db1, db2
# pairs: gradient-wrong @ error
# wide: gradient-wrong @ error
# large: init-too-large @ w1, w2, w3
# shared: optimizer-wrong @ m_W1, v_W1, m_W2, v_W2
# others: momentum-wrong @ v_w3
# no_root: optimizer-wrong @ W1, W2
# blank: inputs-invalid @ X
# truncated: inputs-invalid @ batch
# numbers: targets-wrong-encoding @ y
# hinge: targets-wrong-encoding @ y
# overwritten: derivative-wrong-input @ delta
# cost: derivative-doubled @ delta
# sorted: data-unshuffled @ batch
# last: momentum-wrong @ dw1, dw2
# zeros: init-symmetric @ syn0, syn1
# layers_of_zeros: init-symmetric @ layers[0][w], layers[1][w]
# nan_cost: numerically-unstable @ kl
from toy import *
from descent_trace import record

sigmoid = lambda z: 1 / (1 + np.exp(-z))
rng = np.random.RandomState(65)


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def words():
    X, Y = np.eye(9)[rng.randint(0, 9, 50)], np.eye(9)[rng.randint(0, 9, 50)]
    W1, W2 = rng.randn(9, 4) * 0.5, rng.randn(4, 9) * 0.5
    for epoch in range(4):
        h = X @ W1
        y_pred = softmax(h @ W2)
        err = (y_pred - Y) / 50
        dW2 = h.T @ err
        dW1 = X.T @ (err @ W2.T)
        W1, W2 = W1 - dW1, W2 - dW2
        record(locals(), folder)


def counts():
    X = rng.randn(60, 3)
    t = rng.poisson(np.exp(0.8 * np.tanh(X[:, :1]))).astype(float)
    W1, b1, W2, b2 = rng.randn(3, 6) * 0.5, np.zeros((1, 6)), rng.randn(6, 1) * 0.2, np.zeros((1, 1))
    for it in range(4):
        h = np.tanh(X @ W1 + b1)
        eta = h @ W2 + b2
        lam = np.exp(eta)
        nll = np.mean(lam - t * eta)
        d = (lam - t) / 60
        dh = d @ W2.T * (1 - h ** 2)
        gW2, gb2, gW1, gb1 = h.T @ d, d.sum(0, keepdims=True), X.T @ dh, dh.sum(0, keepdims=True)
        W2, b2, W1, b1 = W2 - 0.1 * gW2, b2 - 0.1 * gb2, W1 - 0.1 * gW1, b1 - 0.1 * gb1
        record(locals(), folder)


def others_delta():
    X, labels = pixels(40, 16, 4, 76)
    X, Y = X / 255, one_hot(labels, 4)
    W1, b1, W2, b2 = rng.randn(16, 4) / 4, np.zeros(4), rng.randn(4, 4) / 2, np.zeros(4)
    for epoch in range(4):
        H = np.tanh(X @ W1 + b1)
        P = softmax(H @ W2 + b2)
        d2 = (P - Y) / 40
        d1 = d2 @ W2.T * (1 - H ** 2)
        dW2, db2, dW1, db1 = H.T @ d2, d2.sum(0), X.T @ d1, d2.sum(0)
        W2, b2, W1, b1 = W2 - dW2, b2 - db2, W1 - dW1, b1 - db1
        record(locals(), folder)


def square():
    X, labels = pixels(40, 16, 3, 77)
    X, Y = X / 255, one_hot(labels, 3)
    W1, W2, W3 = rng.randn(16, 6) / 4, rng.randn(6, 6) / 2, rng.randn(6, 3) / 2
    for epoch in range(4):
        a1 = np.maximum(X @ W1, 0)
        a2 = np.maximum(a1 @ W2, 0)
        q = softmax(a2 @ W3)
        delta3 = (q - Y) / 40
        delta2 = (delta3 @ W3.T) * (a2 > 0)
        delta1 = (delta2 @ W2.T) * (a1 > 0)
        gW3, gW2, gW1 = a2.T @ delta3, delta2.T @ a1, X.T @ delta1
        W3, W2, W1 = W3 - 0.5 * gW3, W2 - 0.5 * gW2, W1 - 0.5 * gW1
        record(locals(), folder)


def from_zero():
    X = rng.uniform(-2, 2, (40, 2))
    T = X[:, :1] * X[:, 1:]
    W1, W2 = rng.randn(2, 6) * 0.7, rng.randn(6, 1) * 0.4
    m, v = np.zeros_like(W1), np.zeros_like(W1)
    for t in range(4):
        h = np.tanh(X @ W1)
        y = h @ W2
        gy = 2 * (y - T) / 40
        g2, g1 = h.T @ gy, X.T @ (gy @ W2.T * (1 - h * h))
        with np.errstate(all="ignore"):
            m, v = 0.9 * m + 0.1 * g1, 0.99 * v + 0.01 * g1 ** 2
            m_hat, v_hat = m / (1 - 0.9 ** t), v / (1 - 0.99 ** t)
            W1 = W1 - 0.01 * m_hat / (np.sqrt(v_hat) + 1e-8)
        W2 = W2 - 0.01 * g2
        record(locals(), folder)


def part():
    X = rng.randn(60, 5)
    y = (X[:, 0] + X[:, 1] > 0).astype(int)
    X_test, y_test = X[:24], y[:24]
    W1, W2 = rng.randn(5, 6) / 2, rng.randn(6, 2) / 2
    for epoch in range(4):
        h = np.maximum(X @ W1, 0)
        p = softmax(h @ W2)
        ds = (p - one_hot(y, 2)) / 60
        dh = ds @ W2.T * (h > 0)
        W2, W1 = W2 - 0.3 * h.T @ ds, W1 - 0.3 * X.T @ dh
        record(locals(), folder)


def circles(samples):
    X = rng.uniform(-1, 1, (samples, 2))
    return X, (np.hypot(X[:, :1], X[:, 1:]) < 0.7).astype(float)


def twice():
    X, t = circles(40)
    W1, b1, W2, b2 = rng.randn(2, 6), np.zeros(6), rng.randn(6, 1), np.zeros(1)
    for epoch in range(4):
        h = sigmoid(X @ W1 + b1)
        out = sigmoid(h @ W2 + b2)
        d_out = (out - t) * out * (1 - out)
        d_hid = (d_out @ W2.T) * h * (1 - h)
        gW2, gb2 = h.T @ d_out, d_out.sum(0)
        gW1, gb1 = X.T @ (d_hid * h * (1 - h)), d_hid.sum(0)
        W2, b2, W1, b1 = W2 - gW2, b2 - gb2, W1 - gW1, b1 - gb1
        record(locals(), folder)


def gate():
    X, t = circles(40)
    W1, b1, W2, b2 = rng.randn(2, 6), np.zeros(6), rng.randn(6, 1), np.zeros(1)
    for epoch in range(4):
        z1 = X @ W1 + b1
        a1 = np.maximum(z1, 0)
        a2 = sigmoid(a1 @ W2 + b2)
        dz2 = (a2 - t) / 40
        da1 = dz2 @ W2.T
        dz1 = da1 * (da1 > 0)
        W2, b2 = W2 - 0.5 * a1.T @ dz2, b2 - 0.5 * dz2.sum(0)
        W1, b1 = W1 - 0.5 * X.T @ dz1, b1 - 0.5 * dz1.sum(0)
        record(locals(), folder)


def units():
    pictures, labels = pixels(60, 16, 10, 65)
    T = one_hot(labels, 10)
    W1, b1, W2, b2 = rng.randn(16, 8) / 4, np.zeros(8), rng.randn(8, 10) / 3, np.zeros(10)
    for start in (0, 10, 20, 30):
        X, Y = pictures[start:start + 10] / 255, T[start:start + 10]
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        dZ2 = (A2 - Y) * A2 * (1 - A2)
        dW2, db2 = A1.T @ dZ2 / 10, dZ2.sum(axis=1) / 10
        dZ1 = dZ2 @ W2.T * A1 * (1 - A1)
        dW1, db1 = X.T @ dZ1 / 10, dZ1.sum(axis=0) / 10
        W2, b2, W1, b1 = W2 - 3 * dW2, b2 - 3 * db2, W1 - 3 * dW1, b1 - 3 * db1
        record(locals(), folder)


def grown():
    X, labels = pixels(20, 4, 3, 66)
    X, Y = X / 255, one_hot(labels, 3)
    W1, b1, W2, b2 = rng.randn(4, 5) / 2, np.zeros((1, 5)), rng.randn(5, 3) / 2, np.zeros((1, 3))
    for epoch in range(4):
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        dZ2 = (A2 - Y) * A2 * (1 - A2)
        dW2, db2 = A1.T @ dZ2 / 20, dZ2.sum(axis=1, keepdims=True) / 20
        dZ1 = dZ2 @ W2.T * A1 * (1 - A1)
        dW1, db1 = X.T @ dZ1 / 20, dZ1.sum(axis=1, keepdims=True) / 20
        W2, b2, W1, b1 = W2 - dW2, b2 - db2, W1 - dW1, b1 - db1
        record(locals(), folder)


def pairs():
    x = 2 * rng.rand(20, 1)
    y = 4 + 3 * x[:, 0] + 0.3 * rng.randn(20)
    w, b = rng.randn(1, 1), np.zeros(1)
    for epoch in range(4):
        y_hat = x @ w + b
        error = y_hat - y
        dw, db = 2 * np.mean(error * x), 2 * np.mean(error)
        w, b = w - 0.1 * dw, b - 0.1 * db
        record(locals(), folder)


def wide():
    X = np.c_[rng.randn(20, 2), np.ones(20)]
    y = (X[:, 0] > X[:, 1]).astype(float)
    w = 0.1 * rng.randn(3, 1)
    for epoch in range(4):
        h = sigmoid(X @ w)
        error = h - y
        grad = X.T @ error / 20
        w = w - 0.2 * grad
        record(locals(), folder)


def large():
    data, target = rng.randn(40, 8), rng.randn(40, 2)
    w1, w2, w3 = rng.randn(8, 16), rng.randn(16, 16), rng.randn(16, 2)
    for epoch in range(4):
        o1 = np.maximum(data @ w1, 0)
        o2 = np.maximum(o1 @ w2, 0)
        out = o2 @ w3
        g3 = (out - target) / 40
        g2 = (g3 @ w3.T) * (o2 > 0)
        g1 = (g2 @ w2.T) * (o1 > 0)
        w3, w2, w1 = w3 - 0.05 * o2.T @ g3, w2 - 0.05 * o1.T @ g2, w1 - 0.05 * data.T @ g1
        record(locals(), folder)


def shared():
    X = rng.uniform(-3, 3, (60, 2))
    Y = np.sin(X[:, :1]) * np.cos(X[:, 1:])
    W1, W2 = rng.randn(2, 8), rng.randn(8, 1) * 0.4
    m_W1 = v_W1 = np.zeros_like(W1)
    m_W2 = v_W2 = np.zeros_like(W2)
    for t in range(1, 5):
        A1 = np.tanh(X @ W1)
        pred = A1 @ W2
        dpred = 2 * (pred - Y) / 60
        dW2 = A1.T @ dpred
        dW1 = X.T @ (dpred @ W2.T * (1 - A1 ** 2))
        for p, g, m, v in ((W1, dW1, m_W1, v_W1), (W2, dW2, m_W2, v_W2)):
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g ** 2
            p -= 0.01 * m / (1 - 0.9 ** t) / (np.sqrt(np.abs(v) / (1 - 0.999 ** t)) + 1e-8)
        record({name: value for name, value in locals().items() if name not in ("p", "g", "m", "v")}, folder)


def others():
    X, labels = pixels(40, 16, 6, 67)
    X, Y = X / 255, one_hot(labels, 6)
    w1, w2, w3 = rng.randn(16, 6) / 4, rng.randn(6, 6) / 2, rng.randn(6, 6) / 2
    v_w1, v_w2, v_w3 = np.zeros_like(w1), np.zeros_like(w2), np.zeros_like(w3)
    for epoch in range(4):
        h1 = np.tanh(X @ w1)
        h2 = np.tanh(h1 @ w2)
        p = softmax(h2 @ w3)
        d3 = (p - Y) / 40
        d2 = d3 @ w3.T * (1 - h2 ** 2)
        d1 = d2 @ w2.T * (1 - h1 ** 2)
        g3, g2, g1 = h2.T @ d3, h1.T @ d2, X.T @ d1
        v_w1 = 0.9 * v_w1 - 0.05 * g1
        v_w2 = 0.9 * v_w2 - 0.05 * g2
        v_w3 = 0.9 * v_w2 - 0.05 * g3
        w1, w2, w3 = w1 + v_w1, w2 + v_w2, w3 + v_w3
        record(locals(), folder)


def no_root():
    X, y = circles(60)
    W1, W2 = rng.randn(2, 8), rng.randn(8, 1) * 0.3
    cache_W1, cache_W2 = np.zeros_like(W1), np.zeros_like(W2)
    for epoch in range(4):
        a1 = np.maximum(X @ W1, 0)
        p = sigmoid(a1 @ W2)
        dz2 = (p - y) / 60
        dW2 = a1.T @ dz2
        dW1 = X.T @ ((dz2 @ W2.T) * (a1 > 0))
        cache_W1 = 0.9 * cache_W1 + 0.1 * dW1 ** 2
        cache_W2 = 0.9 * cache_W2 + 0.1 * dW2 ** 2
        W1 = W1 - 0.01 * dW1 / (cache_W1 + 1e-5)
        W2 = W2 - 0.01 * dW2 / (cache_W2 + 1e-5)
        record(locals(), folder)


def blank():
    X, labels = pixels(30, 16, 3, 68)
    X[:, :3] = 0
    with np.errstate(all="ignore"):
        X = (X - X.mean(0)) / X.std(0)
    T = one_hot(labels, 3)
    W1, W2 = rng.randn(16, 5) / 4, rng.randn(5, 3) / 2
    for epoch in range(4):
        H = np.tanh(X @ W1)
        P = softmax(H @ W2)
        dS = (P - T) / 30
        dH = dS @ W2.T * (1 - H * H)
        W2, W1 = W2 - 0.2 * H.T @ dS, W1 - 0.2 * X.T @ dH
        record(locals(), folder)


def truncated():
    raw, labels = pixels(120, 16, 3, 69)
    pictures, T = (raw / 255).astype(int), one_hot(labels, 3)
    pictures[::15, 5] = 1
    W1, W2 = rng.randn(16, 5) / 4, rng.randn(5, 3) / 2
    for epoch in range(4):
        pick = rng.randint(0, 120, 24)
        batch, target = pictures[pick], T[pick]
        H = sigmoid(batch @ W1)
        O = sigmoid(H @ W2)
        do = (O - target) / 24
        dh = do @ W2.T * H * (1 - H)
        W2, W1 = W2 - 0.5 * H.T @ do, W1 - 0.5 * batch.T @ dh
        record({name: value for name, value in locals().items() if name not in ("raw", "labels", "pictures", "T")}, folder)


def numbers():
    X, labels = pixels(40, 16, 3, 70)
    X, y = X / 255, labels.reshape(-1, 1)
    W1, W2 = rng.randn(16, 6) / 4, rng.randn(6, 3) / 2
    for epoch in range(4):
        hid = np.maximum(X @ W1, 0)
        out = softmax(hid @ W2)
        delta = (out - y) / 40
        back = delta @ W2.T * (hid > 0)
        grad2, grad1 = hid.T @ delta, X.T @ back
        W2, W1 = W2 - 0.1 * grad2, W1 - 0.1 * grad1
        record(locals(), folder)


def hinge():
    y = rng.randint(0, 2, 30)
    X = rng.randn(30, 3) + np.where(y == 1, 0.9, -0.9)[:, None]
    w, b = rng.randn(3) * 0.1, 0.0
    for epoch in range(4):
        scores = X @ w + b
        margins = np.maximum(0, 1 - y * scores)
        active = (margins > 0) * y
        w, b = w + 0.1 * X.T @ active / 30, b + 0.1 * np.sum(active) / 30
        record(locals(), folder)


def overwritten():
    X, labels = pixels(40, 16, 3, 71)
    X, target = X / 255, one_hot(labels, 3)
    W1, W2 = rng.randn(16, 6) / 4, rng.randn(6, 3) / 2
    for epoch in range(4):
        hidden = sigmoid(X @ W1)
        output = sigmoid(hidden @ W2)
        error = output
        error -= target
        delta = error * output * (1 - output)
        hidden_delta = delta @ W2.T * hidden * (1 - hidden)
        W2 -= 0.02 * hidden.T @ delta
        W1 -= 0.02 * X.T @ hidden_delta
        record(locals(), folder)


def cost():
    X, labels = pixels(40, 16, 3, 72)
    X, t = X / 255, one_hot(labels, 3)
    W1, W2 = rng.randn(16, 6) / 4, rng.randn(6, 3) / 2
    for epoch in range(4):
        h = sigmoid(X @ W1)
        out = sigmoid(h @ W2)
        loss = -np.mean(np.sum(t * np.log(out) + (1 - t) * np.log(1 - out), axis=1))
        delta = (out - t) * out * (1 - out)
        back = delta @ W2.T * h * (1 - h)
        gW2, gW1 = h.T @ delta / 40, X.T @ back / 40
        W2, W1 = W2 - gW2, W1 - gW1
        record(locals(), folder)


def sorted_():
    X, labels = pixels(480, 16, 4, 73)
    order = np.argsort(labels, kind="stable")
    X, labels = X[order] / 255, labels[order]
    W1, b1, W2, b2 = rng.randn(16, 8) / 4, np.zeros(8), rng.randn(8, 4) / 3, np.zeros(4)
    for start in (0, 45, 90, 135):
        batch, label_batch = X[start:start + 45], labels[start:start + 45]
        h = np.maximum(batch @ W1 + b1, 0)
        soft = softmax(h @ W2 + b2)
        g = soft.copy()
        g[np.arange(45), label_batch] -= 1
        g /= 45
        gh = g @ W2.T * (h > 0)
        W2, b2 = W2 - 0.3 * h.T @ g, b2 - 0.3 * g.sum(0)
        W1, b1 = W1 - 0.3 * batch.T @ gh, b1 - 0.3 * gh.sum(0)
        record({name: value for name, value in locals().items() if name not in ("X", "order")}, folder)


def last():
    x = np.linspace(-2, 2, 40).reshape(-1, 1)
    t = np.sin(x)
    w1, b1, w2, b2 = rng.randn(1, 8), rng.randn(8), rng.randn(8, 1) / 3, np.zeros(1)
    last_w1, last_w2 = np.zeros_like(w1), np.zeros_like(w2)
    for it in range(5):
        h = np.tanh(x @ w1 + b1)
        y = h @ w2 + b2
        d = (y - t) / 40
        g2, gb2 = h.T @ d, d.sum(0)
        dh = d @ w2.T * (1 - h ** 2)
        g1, gb1 = x.T @ dh, dh.sum(0)
        dw1, dw2 = 0.1 * g1 + 0.9 * last_w1, 0.1 * g2 + 0.9 * last_w2
        last_w1, last_w2 = g1.copy(), g2.copy()
        w1, w2, b1, b2 = w1 - dw1, w2 - dw2, b1 - 0.1 * gb1, b2 - 0.1 * gb2
        record({name: value for name, value in locals().items() if not name.startswith("last")}, folder)


def nan_cost():
    X, labels = pixels(40, 16, 3, 74)
    X, t = X / 255, one_hot(labels, 3)
    W1, W2 = rng.randn(16, 6) / 4, rng.randn(6, 3) / 2
    for it in range(4):
        a = np.tanh(X @ W1)
        q = softmax(a @ W2)
        with np.errstate(all="ignore"):
            kl = np.mean(np.sum(t * np.log(t / q), axis=1))
        dq = (q - t) / 40
        da = dq @ W2.T * (1 - a ** 2)
        W2, W1 = W2 - 0.8 * a.T @ dq, W1 - 0.8 * X.T @ da
        record(locals(), folder)


def zeros():
    X, y = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    syn0, syn1 = np.zeros((3, 4)), np.zeros((4, 1))
    for j in range(4):
        l1 = sigmoid(X @ syn0)
        l2 = sigmoid(l1 @ syn1)
        l2_error = y - l2
        l2_delta = l2_error * l2 * (1 - l2)
        l1_error = l2_delta @ syn1.T
        l1_delta = l1_error * l1 * (1 - l1)
        syn1, syn0 = syn1 + l1.T @ l2_delta, syn0 + X.T @ l1_delta
        record(locals(), folder)


def layers_of_zeros():
    x, labels = pixels(40, 16, 3, 75)
    x, target = x / 255, one_hot(labels, 3)
    layers = [{"w": np.zeros(shape), "b": np.zeros(shape[1])} for shape in ((16, 6), (6, 3))]
    for epoch in range(4):
        a = x
        for layer in layers:
            layer["a_in"] = a
            z = a @ layer["w"] + layer["b"]
            a = np.tanh(z) if layer is layers[0] else softmax(z)
        delta = (a - target) / 40
        for layer in reversed(layers):
            layer["dw"], layer["db"] = layer["a_in"].T @ delta, delta.sum(0)
            delta = delta @ layer["w"].T * (1 - layer["a_in"] ** 2)
        for layer in layers:
            layer["w"], layer["b"] = layer["w"] - 0.5 * layer["dw"], layer["b"] - 0.5 * layer["db"]
        record({"layers": layers, "x": x, "target": target}, folder)


globals()[{"sorted": "sorted_"}.get(fault, fault)]()
