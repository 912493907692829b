# healthy:
from hands import *
np.random.seed(1)
X, y = mnist(200); X = X / 255.; Y = np.eye(10)[y]
W1 = np.random.randn(784, 30) * .05; gamma = np.ones(30); beta = np.zeros(30); W2 = np.random.randn(30, 10) * .2; b2 = np.zeros(10)
for i in range(40):
    N = len(X)
    z = X @ W1; mu = z.mean(0); var = z.var(0); zn = (z - mu) / np.sqrt(var + 1e-5); h = gamma * zn + beta; a = np.maximum(h, 0)
    o = a @ W2 + b2; o = o - o.max(1, keepdims=True); p = np.exp(o); p /= p.sum(1, keepdims=True)
    do = (p - Y) / N; dW2 = a.T @ do; db2 = do.sum(0); dh = do @ W2.T * (h > 0)
    dgamma = (dh * zn).sum(0); dbeta = dh.sum(0); dzn = dh * gamma
    dz = (dzn - dzn.mean(0) - zn * (dzn * zn).mean(0)) / np.sqrt(var + 1e-5)
    dW1 = X.T @ dz
    W1 -= .5 * dW1; gamma -= .5 * dgamma; beta -= .5 * dbeta; W2 -= .5 * dW2; b2 -= .5 * db2
    rec(locals())
print("acc", np.mean(p.argmax(1) == y))
