# healthy:
# softplus_healthy:
# elu_healthy:
# missing: derivative-missing @ dpre, dU
from hands import *
import math
r = np.random.default_rng(12)
Xr = r.normal(size=(150, 5)); target = (np.sin(Xr[:, :1]) + Xr[:, 1:2] * Xr[:, 2:3]) + 0.05 * r.normal(size=(150, 1))
U = r.normal(size=(5, 20)) / np.sqrt(5); c = np.zeros(20); V = r.normal(size=(20, 1)) / np.sqrt(20); d = np.zeros(1)
s2 = math.sqrt(2); erf = np.vectorize(math.erf)
def act(p):
    if F == "softplus_healthy": return np.log1p(np.exp(p)), 1 / (1 + np.exp(-p))
    if F == "elu_healthy": return np.where(p > 0, p, np.exp(p) - 1), np.where(p > 0, 1, np.exp(p))
    return p * 0.5 * (1 + erf(p / s2)), 0.5 * (1 + erf(p / s2)) + p * np.exp(-p * p / 2) / math.sqrt(2 * math.pi)
for it in range(300):
    pre = Xr @ U + c; h, dh = act(pre); f = h @ V + d
    res = f - target
    df = res / 150; dpre = df @ V.T * (dh if F != "missing" else 1)
    dU = Xr.T @ dpre; dV = h.T @ df
    U = U - 0.1 * dU; V = V - 0.1 * dV; c = c - 0.1 * dpre.sum(0); d = d - 0.1 * df.sum(0)
    rec({a: b for a, b in locals().items() if a not in ("r", "math", "s2")})
print("loss", np.mean(res ** 2))
