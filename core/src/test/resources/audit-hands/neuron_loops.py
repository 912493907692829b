# healthy:
# new_weights: backprop-wrong-weights @ hidden_deltas, hidden_weights
# no_hidden: update-discarded @ hidden_weights
from hands import *
import random, math
random.seed(5)
rows, labels = moons(60, 2)
data = [list(map(float, r)) + [int(l)] for r, l in zip(rows, labels)]
n_in, n_hidden = 2, 4
hidden_weights = [[random.uniform(-1, 1) for _ in range(n_in + 1)] for _ in range(n_hidden)]
output_weights = [random.uniform(-1, 1) for _ in range(n_hidden + 1)]
lr = 0.5
def sigmoid(x): return 1.0 / (1.0 + math.exp(-x))
for n, row in enumerate(data[:8]):
    inputs, target = row[:-1], row[-1]
    hidden = []
    for w in hidden_weights:
        s = w[-1]
        for i in range(n_in): s += w[i] * inputs[i]
        hidden.append(sigmoid(s))
    out = sigmoid(sum(output_weights[i] * hidden[i] for i in range(n_hidden)) + output_weights[-1])
    error = target - out
    out_delta = error * out * (1 - out)
    old = output_weights[:]
    for i in range(n_hidden): output_weights[i] += lr * out_delta * hidden[i]
    output_weights[-1] += lr * out_delta
    back = output_weights if F == "new_weights" else old
    hidden_deltas = [back[i] * out_delta * hidden[i] * (1 - hidden[i]) for i in range(n_hidden)]
    weights = [w[:] for w in hidden_weights] if F == "no_hidden" else hidden_weights
    for j in range(n_hidden):
        for i in range(n_in): weights[j][i] += lr * hidden_deltas[j] * inputs[i]
        weights[j][-1] += lr * hidden_deltas[j]
    rec(dict(inputs=inputs, target=target, hidden=hidden, out=out, error=error, out_delta=out_delta, hidden_deltas=hidden_deltas,
             hidden_weights=hidden_weights, output_weights=output_weights, lr=lr))
