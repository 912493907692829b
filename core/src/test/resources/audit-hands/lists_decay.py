# healthy:
# zero_w: init-symmetric @ weights[0], weights[1], weights[2]
# z_grad: gradient-wrong @ grads_w[1], grads_w[2], weights[1], weights[2]
# no_lr: step-too-large @ weights[0], weights[1], weights[2]
from hands import *
X, y = digits8(400); X = X / 16.0; T = np.eye(10)[y]
rs = np.random.RandomState(8); sizes = [64, 24, 16, 10]
weights = [(np.full((a, b), .1) if F == "zero_w" else rs.randn(a, b) / np.sqrt(a)) for a, b in zip(sizes[:-1], sizes[1:])]
biases = [np.zeros((1, b)) for b in sizes[1:]]
for epoch in range(6):
    rate = 400.0 if F == "no_lr" else 0.5 / (1 + 0.1 * epoch)
    a = X; acts = [X]; zs = []
    for k in range(3):
        z = a @ weights[k] + biases[k]; zs.append(z)
        a = np.tanh(z) if k < 2 else np.exp(z) / np.exp(z).sum(1, keepdims=True)
        acts.append(a)
    logloss = -(T * np.log(a + 1e-12)).sum() / len(X)
    delta = (a - T) / len(X)
    grads_w, grads_b = [None] * 3, [None] * 3
    for k in (2, 1, 0):
        grads_w[k] = (zs[k - 1] if F == "z_grad" and k else acts[k]).T @ delta
        grads_b[k] = delta.sum(0, keepdims=True)
        if k: delta = (delta @ weights[k].T) * (1 - acts[k] ** 2)
    for k in range(3):
        weights[k] = weights[k] - rate * grads_w[k]; biases[k] = biases[k] - rate * grads_b[k]
    rec(dict(X=X, T=T, y=y, acts=acts, zs=zs, logloss=logloss, grads_w=grads_w, grads_b=grads_b, weights=weights, biases=biases, rate=rate, epoch=epoch))
