# Slips around an output's shares: a sum or a largest over the wrong axis or none, a mean for a sum, a sign; a ReLU whose comparison has turned;
# deltas in which a class's number is set or the target added.
# everything: softmax-wrong-axis @ probs
# largest: softmax-wrong-axis @ probs
# mean: output-activation-wrong @ probs
# minus: output-activation-wrong @ probs
# turned: activation-wrong @ h
# assigned: gradient-wrong @ dscores
# added: gradient-wrong @ dscores
from toy import *
from descent_trace import record

rng = np.random.RandomState(91)
X, y = pixels(48, 12, 4, 92)
X = X / 255 - 0.5
W1, b1 = rng.randn(12, 8) * 0.5, np.zeros(8)
W2, b2 = rng.randn(8, 4) * 0.5, np.zeros(4)
for epoch in range(4):
    z = X @ W1 + b1
    h = np.where(z < 0, z, 0.1 * z) if fault == "turned" else np.where(z > 0, z, 0.1 * z)
    scores = h @ W2 + b2
    largest = scores.max(axis=0 if fault == "largest" else 1, keepdims=True)
    exps = np.exp(largest - scores if fault == "minus" else scores - largest)
    if fault == "everything":
        probs = exps / exps.sum()
    elif fault == "mean":
        probs = exps / exps.mean(axis=1, keepdims=True)
    else:
        probs = exps / exps.sum(axis=1, keepdims=True)
    dscores = probs.copy()
    if fault == "assigned":
        dscores[np.arange(48), y] = 1
    elif fault == "added":
        dscores[np.arange(48), y] += 1
    else:
        dscores[np.arange(48), y] -= 1
    dscores /= 48
    dW2, db2 = h.T @ dscores, dscores.sum(axis=0)
    dz = dscores @ W2.T * np.where(z > 0, 1, 0.1)
    dW1, db1 = X.T @ dz, dz.sum(axis=0)
    W1, b1, W2, b2 = W1 - 0.5 * dW1, b1 - 0.5 * db1, W2 - 0.5 * dW2, b2 - 0.5 * db2
    record(locals(), folder)
