# Programs as they stand in questions: weights kept after the update in columns, parameters in a list as well as by name, inputs as they
# come with a clipped exponent, a softmax of one unit, copies of the weights from before, units that all start with a half.
# copies:
# equal: init-symmetric @ poids1, poids2
# columns: derivative-missing @ S1
# diverges: step-too-large @ w1, w2
# raw: inputs-unscaled @ x
# one_softmax: output-activation-wrong @ P
from toy import *
from descent_trace import record

sigmoid = lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500)))
rng = np.random.RandomState(64)


def columns():
    X, labels = pixels(40, 16, 3, 64)
    X, T = X.T / 255, one_hot(labels, 3).T
    W1, W2, W3 = 0.5 * rng.randn(8, 16), 0.5 * rng.randn(6, 8), 0.5 * rng.randn(3, 6)
    b1, b2, b3 = np.zeros((8, 1)), np.zeros((6, 1)), np.zeros((3, 1))
    for step in range(4):
        A1 = sigmoid(W1 @ X + b1)
        A2 = sigmoid(W2 @ A1 + b2)
        A3 = sigmoid(W3 @ A2 + b3)
        S3 = (A3 - T) * A3 * (1 - A3)
        S2 = (W3.T @ S3) * A2 * (1 - A2)
        S1 = W2.T @ S2
        W3 = W3 - 3 / 40 * S3 @ A2.T; b3 = b3 - 3 / 40 * S3.sum(1, keepdims=True)
        W2 = W2 - 3 / 40 * S2 @ A1.T; b2 = b2 - 3 / 40 * S2.sum(1, keepdims=True)
        W1 = W1 - 3 / 40 * S1 @ X.T; b1 = b1 - 3 / 40 * S1.sum(1, keepdims=True)
        record(locals(), folder)


def diverges():
    x = np.linspace(-np.pi, np.pi, 60).reshape(-1, 1)
    t = np.sin(x)
    w1, b1 = rng.randn(1, 12), rng.randn(12)
    w2, b2 = rng.randn(12, 1) / np.sqrt(12), np.zeros(1)
    params = [w1, b1, w2, b2]
    for step in range(5):
        h = np.tanh(x @ w1 + b1)
        y = h @ w2 + b2
        grad_y = y - t
        grad_w2, grad_b2 = h.T @ grad_y, grad_y.sum(0)
        grad_z = grad_y @ w2.T * (1 - h ** 2)
        grad_w1, grad_b1 = x.T @ grad_z, grad_z.sum(0)
        for p, g in zip(params, [grad_w1, grad_b1, grad_w2, grad_b2]):
            p -= 0.5 * g
        record(locals(), folder)


def raw():
    x = np.column_stack([rng.randint(800, 3500, 60), rng.randint(1, 6, 60), rng.randint(0, 90, 60)]).astype(float)
    y = x[:, :1] / 4000 + 0.05 * x[:, 1:2] + 0.03 * rng.randn(60, 1)
    weights, biases = [rng.randn(3, 10) * 0.5, rng.randn(10, 1) * 0.3], [np.zeros(10), np.zeros(1)]
    for epoch in range(4):
        layer1 = sigmoid(x @ weights[0] + biases[0])
        prediction = layer1 @ weights[1] + biases[1]
        g_out = (prediction - y) / 60
        g_hid = (g_out @ weights[1].T) * layer1 * (1 - layer1)
        weights[1] = weights[1] - 0.1 * layer1.T @ g_out
        biases[1] = biases[1] - 0.1 * g_out.sum(axis=0)
        weights[0] = weights[0] - 0.1 * x.T @ g_hid
        biases[0] = biases[0] - 0.1 * g_hid.sum(axis=0)
        record(locals(), folder)


def one_softmax():
    X = rng.randn(50, 4)
    Y = (X[:, :1] + X[:, 1:2] > 0).astype(float)
    W1, b1, W2, b2 = rng.randn(4, 8) * 0.5, np.zeros((1, 8)), rng.randn(8, 1) * 0.5, np.zeros((1, 1))
    for step in range(4):
        A1 = sigmoid(X @ W1 + b1)
        Z2 = A1 @ W2 + b2
        P = np.exp(Z2) / np.exp(Z2).sum(axis=1, keepdims=True)
        d2 = (P - Y) / len(X)
        d1 = d2 @ W2.T * A1 * (1 - A1)
        W2, b2 = W2 - 0.5 * A1.T @ d2, b2 - 0.5 * d2.sum(0, keepdims=True)
        W1, b1 = W1 - 0.5 * X.T @ d1, b1 - 0.5 * d1.sum(0, keepdims=True)
        record(locals(), folder)


def copies():
    X, labels = moons(60, 76)
    T = one_hot(labels, 2)
    W1, b1, W2, b2 = rng.randn(2, 10) * 0.7, np.zeros(10), rng.randn(10, 2) * 0.3, np.zeros(2)
    best_W1, best_W2, best = W1, W2, np.inf
    for epoch in range(5):
        W1_old, W2_old = W1.copy(), W2.copy()
        order = rng.permutation(60)
        Xb, Tb = X[order], T[order]
        h = np.tanh(Xb @ W1 + b1)
        z = h @ W2 + b2
        y = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        loss = -np.sum(Tb * np.log(y)) / 60
        if loss < best and epoch != 2: best_W1, best_W2, best = W1, W2, loss
        delta = (y - Tb) / 60
        W2 = W2 - 0.5 * h.T @ delta; b2 = b2 - 0.5 * delta.sum(axis=0)
        delta = delta @ W2_old.T * (1 - h ** 2)
        W1 = W1 - 0.5 * Xb.T @ delta; b1 = b1 - 0.5 * delta.sum(axis=0)
        record(locals(), folder)


def equal():
    entrees, classe = moons(60, 6)
    cible = classe.reshape(60, 1).astype(float)
    poids1, biais1, poids2, biais2 = 0.5 * np.ones((2, 6)), np.zeros(6), 0.5 * np.ones((6, 1)), np.zeros(1)
    for iteration in range(4):
        cachee = np.tanh(entrees @ poids1 + biais1)
        sortie = sigmoid(cachee @ poids2 + biais2)
        d_sortie = (sortie - cible) / 60
        d_poids2, d_biais2 = cachee.T @ d_sortie, d_sortie.sum(axis=0)
        d_cachee = (d_sortie @ poids2.T) * (1 - cachee ** 2)
        d_poids1, d_biais1 = entrees.T @ d_cachee, d_cachee.sum(axis=0)
        poids1 -= 0.5 * d_poids1; biais1 -= 0.5 * d_biais1
        poids2 -= 0.5 * d_poids2; biais2 -= 0.5 * d_biais2
        record(locals(), folder)


{"copies": copies, "equal": equal, "columns": columns, "diverges": diverges, "raw": raw, "one_softmax": one_softmax}[fault]()
