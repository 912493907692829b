# Ways to record: one record for many updates, before or after one, numbers rounded to ten digits or six decimals, biases left out; and what shows
# all the same: a sum beside a mean, steps that climb, penalties that outweigh, units held down by their bias. Means of words are healthy without
# an activation.
# line_after:
# line_before:
# digits:
# decimals:
# words:
# no_biases:
# climbs (4): step-ascends @ W1, W2
# penalty (4): regularisation-too-strong @ W1, W2
# held_down: units-dead @ b1
# sum_beside_mean (4): step-too-large @ b
# no_biases_gate: derivative-missing @ d1
# digits_of_z: derivative-wrong-input @ d1
from toy import *
from descent_trace import record

rng = np.random.RandomState(94)
sigmoid = lambda z: 1 / (1 + np.exp(-z))


def line(before, every, total):
    x, price = houses(50, 3, 95)
    x, price = (x - x.mean(0)) / x.std(0), price / 20
    w, b, rate = np.zeros(3), 0.0, 0.1
    for epoch in range(4 * every + 1):
        pred = x @ w + b
        err = pred - price
        gw, gb = x.T @ err / 50, total(err)
        if before and epoch % every == 0:
            record(locals(), folder)
        w, b = w - rate * gw, b - rate * gb
        if not before and epoch % every == 0:
            record(locals(), folder)


def network(round_off, derivative_of, biases=True):
    X, Y = flowers(rng, 60)
    W1, b1, W2, b2 = rng.randn(4, 7) * 0.5, np.zeros(7), rng.randn(7, 3) * 0.5, np.zeros(3)
    for epoch in range(4):
        z1 = X @ W1 + b1
        a1 = np.tanh(z1)
        p = softmax(a1 @ W2 + b2)
        d2 = (p - Y) / 60
        d1 = d2 @ W2.T * (1 - derivative_of(z1, a1) ** 2)
        if fault == "no_biases_gate":
            d1 = d2 @ W2.T
        gW2, gb2, gW1, gb1 = a1.T @ d2, d2.sum(0), X.T @ d1, d1.sum(0)
        W1, b1, W2, b2 = W1 - gW1, b1 - gb1, W2 - gW2, b2 - gb2
        arrays = dict(X=X, Y=Y, z1=z1, a1=a1, p=p, d2=d2, d1=d1, gW1=gW1, gb1=gb1, gW2=gW2, gb2=gb2, W1=W1, b1=b1, W2=W2, b2=b2)
        record({name: round_off(array) for name, array in arrays.items() if biases or "b" not in name}, folder)


def words():
    V, rows = 14, np.zeros((40, 14))
    for row in rows:
        for word in rng.randint(0, V, 5):
            row[word] += 0.2
    y = (rows[:, :1] + rows[:, 3:4] > rows[:, 5:6]).astype(float)
    E, w, b = rng.randn(V, 4) * 0.3, rng.randn(4, 1) * 0.3, np.zeros(1)
    for epoch in range(4):
        mean = rows @ E
        p = sigmoid(mean @ w + b)
        dp = (p - y) / 40
        dw, db, dE = mean.T @ dp, dp.sum(0), rows.T @ (dp @ w.T)
        record(locals(), folder)
        E, w, b = E - 3 * dE, w - 3 * dw, b - 3 * db


def seldom(rate, penalty, bias, every):
    X, labels = pixels(40, 16, 4, 96)
    X, Y = X / 255, one_hot(labels, 4)
    W1, b1, W2, b2 = rng.randn(16, 6) / 4, np.full(6, bias), rng.randn(6, 4) / 2, np.zeros(4)
    for epoch in range(5 * every):
        z1 = X @ W1 + b1
        a1 = np.maximum(z1, 0)
        p = softmax(a1 @ W2 + b2)
        d2 = p - Y
        gW2, gb2 = a1.T @ d2 / 40 + penalty * W2, d2.mean(0)
        d1 = d2 @ W2.T * (z1 > 0)
        gW1, gb1 = X.T @ d1 / 40 + penalty * W1, d1.mean(0)
        if epoch % every == 0:
            record(locals(), folder)
        W1, b1, W2, b2 = W1 - rate * gW1, b1 - rate * gb1, W2 - rate * gW2, b2 - rate * gb2


digits = np.vectorize(lambda value: float("%.10g" % value))
of_activations = lambda z, a: a
{"line_after": lambda: line(False, 8, np.mean), "line_before": lambda: line(True, 8, np.mean), "sum_beside_mean": lambda: line(False, 1, np.sum),
 "digits": lambda: network(digits, of_activations), "decimals": lambda: network(lambda array: np.round(array, 6), of_activations),
 "no_biases": lambda: network(lambda array: array, of_activations, False),
 "no_biases_gate": lambda: network(lambda array: array, of_activations, False), "digits_of_z": lambda: network(digits, lambda z, a: z), "words": words, "climbs": lambda: seldom(-0.05, 0, 0.1, 6),
 "penalty": lambda: seldom(0.1, 2, 0.1, 8), "held_down": lambda: seldom(0.2, 0, -9.0, 4)}[fault]()
