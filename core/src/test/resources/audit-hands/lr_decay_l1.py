# healthy:
# drop: derivative-missing @ d_h1, dW1, d_pre
# hot: step-too-large @ W1, W2
from hands import *
rng = np.random.RandomState(77)
X, y = mnist(600); X = X.astype(float) / 255; n_cls = 10
W1 = rng.uniform(-1, 1, (784, 50)) * np.sqrt(6 / 834); W2 = rng.uniform(-1, 1, (50, 10)) * np.sqrt(6 / 60)
lr0 = 60.0 if F == "hot" else 0.4
for epoch in range(80):
    lr = lr0 / (1 + 0.01 * epoch)
    batch = rng.randint(0, 600, 64); xb, yb = X[batch], np.eye(n_cls)[y[batch]]
    pre = xb @ W1; h1 = 1 / (1 + np.exp(-pre)); sc = h1 @ W2; sc -= sc.max(1, keepdims=True); pb = np.exp(sc) / np.exp(sc).sum(1, keepdims=True)
    d_sc = (pb - yb) / 64; d_h1 = d_sc @ W2.T; d_pre = d_h1 * (1 if F == "drop" else h1 * (1 - h1))
    dW2 = h1.T @ d_sc + 1e-4 * np.sign(W2); dW1 = xb.T @ d_pre + 1e-4 * np.sign(W1)
    W1 = W1 - lr * dW1; W2 = W2 - lr * dW2
    rec(dict(W1=W1, W2=W2, xb=xb, yb=yb, h1=h1, pb=pb, d_pre=d_pre, d_sc=d_sc, dW1=dW1, dW2=dW2, lr=lr))
print("acc", np.mean(pb.argmax(1) == yb.argmax(1)))
