"""Golden optimizer paths, made with NumPy (float64): `python3 make_optimizers.py > optimizers.txt`.

Loss = sum(scale / 2 * (value - goal)^2) over 6 parameters; the first 4 decay, the last 2 (biases) do not.
Formulas from PyTorch 2's documentation of torch.optim (algorithm boxes), written here on whole arrays.
Each line: spec | learning rate | weight decay | values after 1, 2, 5 and 20 steps.
"""
import numpy as np

rng = np.random.RandomState(7)
scale, goal, start = rng.uniform(0.2, 3, 6), rng.normal(size=6), rng.normal(size=6)
decays = np.array([1, 1, 1, 1, 0, 0.0])


def sgd(g, s, t, lr): return lr * g
def momentum(g, s, t, lr, m=0.9): s["v"] = m * s.get("v", 0) + g; return lr * s["v"]
def nesterov(g, s, t, lr, m=0.9): s["v"] = m * s.get("v", 0) + g; return lr * (g + m * s["v"])
def rmsprop(g, s, t, lr, a=0.99, e=1e-8): s["q"] = a * s.get("q", 0) + (1 - a) * g**2; return lr * g / (np.sqrt(s["q"]) + e)
def adagrad(g, s, t, lr, start=0.0, e=1e-10): s["q"] = s.get("q", start) + g**2; return lr * g / (np.sqrt(s["q"]) + e)
def adadelta(g, s, t, lr, r=0.9, e=1e-6):
    s["q"] = r * s.get("q", 0) + (1 - r) * g**2
    change = np.sqrt(s.get("p", 0) + e) / np.sqrt(s["q"] + e) * g
    s["p"] = r * s.get("p", 0) + (1 - r) * change**2
    return lr * change
def adam(g, s, t, lr, b1=0.9, b2=0.999, e=1e-8):
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["q"] = b2 * s.get("q", 0) + (1 - b2) * g**2
    return lr * (s["m"] / (1 - b1**t)) / (np.sqrt(s["q"] / (1 - b2**t)) + e)
def adamax(g, s, t, lr, b1=0.9, b2=0.999, e=1e-8):
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["u"] = np.maximum(b2 * s.get("u", 0), abs(g) + e)
    return lr / (1 - b1**t) * s["m"] / s["u"]


def path(rule, rate, decay, decoupled=False, **options):
    value, state, seen = start.copy(), {}, []
    for step in range(1, 21):
        gradient = scale * (value - goal)
        if decoupled:
            value = value * (1 - rate * decay * decays)
        else:
            gradient = gradient + decay * decays * value
        value = value - rule(gradient, state, step, rate, **options)
        if step in (1, 2, 5, 20):
            seen.append(value)
    return np.concatenate(seen)


def line(*columns): print(" | ".join(c if isinstance(c, str) else " ".join(repr(float(x)) for x in np.atleast_1d(c)) for c in columns))


line("scale", scale); line("goal", goal); line("start", start)
for decay in (0.0, 0.05):
    for spec, rule, rate, options in (
        ("sgd", sgd, 0.1, {}), ("sgd", sgd, -0.02, {}), ("momentum", momentum, 0.05, {}), ("momentum(0.5)", momentum, 0.05, dict(m=0.5)),
        ("nesterov", nesterov, 0.05, {}), ("rmsprop", rmsprop, 0.01, {}), ("rmsprop(0.9, 1e-7)", rmsprop, 0.01, dict(a=0.9, e=1e-7)),
        ("adagrad", adagrad, 0.1, {}), ("adagrad(initial=0.1)", adagrad, 0.1, dict(start=0.1)), ("adadelta", adadelta, 1.0, {}),
        ("adam", adam, 0.05, {}), ("adam(0.8, 0.99, 1e-4)", adam, 0.05, dict(b1=0.8, b2=0.99, e=1e-4)), ("adamax", adamax, 0.05, {})):
        line(spec, rate, decay, path(rule, rate, decay, **options))
    line("adamw", 0.05, decay, path(adam, 0.05, decay, decoupled=True))
