# Slips in how a parameter is moved, or in what by: one of several alone, or all. A bias that the sums leave out, a mean of a mean,
# a parameter set to its velocity, a velocity that turns round, Adam that divides by nothing or whose mean goes down.
# left_out: update-discarded @ b1
# left_out_adam: update-discarded @ b1
# mean_of_mean: step-too-small @ gb1
# set_to_step: gradient-wrong @ W2
# set_to_velocity (4): momentum-wrong @ W2
# turns_round (5): momentum-wrong @ vW2
# divides_by_nothing (4): optimizer-wrong @ W1, b1, W2, b2
# mean_goes_down (4): step-ascends @ W1, b1, W2, b2
# number (4): gradient-wrong @ b2
# added (5): gradient-wrong @ b2
from toy import *
from descent_trace import record

rng = np.random.RandomState(93)
X = rng.randn(60, 3)
y = (np.sin(X[:, :1]) + 0.5 * X[:, 1:2] > 0).astype(float)
P = {"W1": rng.randn(3, 6) * 0.7, "b1": np.zeros((1, 6)), "W2": rng.randn(6, 1) * 0.7, "b2": np.zeros((1, 1))}
V = {k: np.zeros_like(p) for k, p in P.items()}
S = {k: np.zeros_like(p) for k, p in P.items()}
lr, mu, beta1, beta2, n = 0.5, 0.9, 0.9, 0.999, len(X)
adam = fault in ("left_out_adam", "divides_by_nothing", "mean_goes_down")
moment = fault in ("set_to_velocity", "turns_round")


def sums(W1, b1):
    return X @ W1 if fault.startswith("left_out") else X @ W1 + b1


for t in range(1, 6):
    W1, b1, W2, b2 = (P[k].copy() for k in P)
    h = np.tanh(sums(W1, b1))
    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    d2 = p - y
    gW2, gb2 = h.T @ d2 / n, d2.sum(0, keepdims=True) / n
    d1 = d2 @ W2.T * (1 - h ** 2)
    gW1, gb1 = X.T @ d1 / n, d1.sum(0, keepdims=True) / (n * n if fault == "mean_of_mean" else n)
    G = {"W1": gW1, "b1": gb1, "W2": gW2, "b2": gb2}
    if fault == "added":
        G["b2"] = (p + y).mean(0, keepdims=True)
        gb2 = None
    for k in P:
        if adam:
            V[k] = beta1 * V[k] + (beta1 - 1 if fault == "mean_goes_down" else 1 - beta1) * G[k]
            S[k] = beta2 * S[k] + (1 - beta2) * G[k] ** 2
            v, s = V[k] / (1 - beta1 ** t), S[k] / (1 - beta2 ** t)
            P[k] = P[k] - 0.02 * v / (1 if fault == "divides_by_nothing" else np.sqrt(s) + 1e-8)
        elif moment:
            V[k] = 0.1 * G[k] - mu * V[k] if fault == "turns_round" and k == "W2" else mu * V[k] - 0.1 * G[k]
            P[k] = V[k].copy() if fault == "set_to_velocity" and k == "W2" else P[k] + V[k]
        elif fault == "set_to_step" and k == "W2":
            P[k] = -lr * G[k]
        elif fault == "number" and k == "b2":
            P[k] = P[k] - lr
        else:
            P[k] = P[k] - lr * G[k]
    seen = dict(X=X, y=y, h=h, p=p, loss=loss, d2=d2, d1=d1, gW1=gW1, gb1=gb1, gW2=gW2, lr=lr)
    if gb2 is not None:
        seen["gb2"] = gb2
    if adam or moment:
        seen.update({"v" + k: V[k].copy() for k in V})
    if adam:
        seen.update({"s" + k: S[k].copy() for k in S})
    record({**seen, **{k: P[k].copy() for k in P}}, folder)
