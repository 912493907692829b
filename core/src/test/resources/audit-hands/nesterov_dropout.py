# healthy:
# velocity: momentum-wrong @ W1, W2, b1, b2
# discard: update-discarded @ W2, b2
from hands import *
X, y = digits8(300); X = X / 16.0; T = np.eye(10)[y]
r = np.random.RandomState(5)
W1 = r.randn(64, 30) * np.sqrt(2 / 64); b1 = np.zeros(30); W2 = r.randn(30, 10) * np.sqrt(2 / 30); b2 = np.zeros(10)
v = [np.zeros_like(p) for p in (W1, b1, W2, b2)]
mu = 1.9 if F == "velocity" else 0.9; lr = 0.05; keep = 0.8
for it in range(6):
    Z1 = X @ W1 + b1; H = np.maximum(0, Z1); mask = (r.rand(*H.shape) < keep) / keep; D1 = H * mask
    S = D1 @ W2 + b2; P = np.exp(S - S.max(1, keepdims=True)); P /= P.sum(1, keepdims=True)
    dS = (P - T) / len(X); dW2 = D1.T @ dS; db2 = dS.sum(0)
    dD1 = dS @ W2.T; dZ1 = dD1 * mask * (Z1 > 0); dW1 = X.T @ dZ1; db1 = dZ1.sum(0)
    new = []
    for k, (p, g) in enumerate(zip((W1, b1, W2, b2), (dW1, db1, dW2, db2))):
        old = v[k]; v[k] = mu * v[k] - lr * g
        new.append(p - mu * old + (1 + mu) * v[k])
    W1, b1 = new[0], new[1]
    if F != "discard": W2, b2 = new[2], new[3]
    rec(dict(X=X, T=T, Z1=Z1, H=H, mask=mask, D1=D1, S=S, P=P, dS=dS, dD1=dD1, dZ1=dZ1, dW1=dW1, db1=db1, dW2=dW2, db2=db2, W1=W1, b1=b1, W2=W2, b2=b2, mu=mu, lr=lr))
