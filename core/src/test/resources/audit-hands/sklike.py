# healthy:
# biasmean: gradient-wrong-axis @ self.intercepts_[0], self.intercepts_[1]
# l2big: regularisation-too-strong @ self.coefs_[0], self.coefs_[1]
# noshuf: targets-misaligned @ yb, y, X, Xb
from hands import *
class MLP:
    def __init__(self, hidden=(30,), eta=0.1, l2=0.0, random_state=1):
        self.hidden, self.eta, self.l2 = hidden, eta, l2; self.rng = np.random.RandomState(random_state)
    def fit(self, X, y, epochs=10, batch=50):
        y_enc = np.zeros((len(y), 10)); y_enc[np.arange(len(y)), y] = 1
        u = [X.shape[1], *self.hidden, 10]
        self.coefs_ = [self.rng.normal(0, 0.1, (a, b)) for a, b in zip(u, u[1:])]
        self.intercepts_ = [np.zeros(b) for b in u[1:]]
        for ep in range(epochs):
            idx = self.rng.permutation(len(X)); idy = self.rng.permutation(len(X)) if F == "noshuf" else idx
            for s in range(0, len(X), batch):
                Xb = X[idx[s:s + batch]]; yb = y_enc[idy[s:s + batch]]
                acts = [Xb]
                for i, (W, b) in enumerate(zip(self.coefs_, self.intercepts_)):
                    z = acts[-1] @ W + b
                    acts.append(1 / (1 + np.exp(-z)))
                delta = acts[-1] - yb
                for i in range(len(self.coefs_) - 1, -1, -1):
                    gW = acts[i].T @ delta / len(Xb) + self.l2 * self.coefs_[i]
                    gb = delta.mean(axis=1).sum() if F == "biasmean" else delta.mean(axis=0)
                    if i: nd = delta @ self.coefs_[i].T * acts[i] * (1 - acts[i])
                    self.coefs_[i] = self.coefs_[i] - self.eta * gW
                    self.intercepts_[i] = self.intercepts_[i] - self.eta * gb
                    if i: delta = nd
                rec(dict(self=self, Xb=Xb, yb=yb, acts=acts))
        return np.mean(acts[-1].argmax(1) == yb.argmax(1))
X, y = mnist(800)
print("acc", MLP(l2=3.0 if F == "l2big" else 1e-3, eta=0.5 if F != "l2big" else 0.1).fit(X / 255, y.astype(int)))
