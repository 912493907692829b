# healthy:
# forgot: gradient-accumulates @ dw1, dw2, nabla_w1, nabla_w2
# wrongw: backprop-wrong-weights @ err1, d1
from hands import *
np.random.seed(14)
bilder, ziffern = digits8(60)
bilder = bilder / 16
g1 = np.random.randn(12, 64) * 0.2; s1 = np.zeros(12); g2 = np.random.randn(10, 12) * 0.3; s2 = np.zeros(10)
nabla_w1 = np.zeros_like(g1); nabla_s1 = np.zeros_like(s1); nabla_w2 = np.zeros_like(g2); nabla_s2 = np.zeros_like(s2)
def sigma(x): return 1.0 / (1.0 + np.exp(-x))
for durchgang in range(80):
    if F != "forgot":
        nabla_w1 = np.zeros_like(g1); nabla_s1 = np.zeros_like(s1); nabla_w2 = np.zeros_like(g2); nabla_s2 = np.zeros_like(s2)
    kosten = 0
    ausgaben = []
    for bild, ziffer in zip(bilder, ziffern):
        soll = np.zeros(10); soll[ziffer] = 1
        a1 = sigma(g1 @ bild + s1)
        a2 = sigma(g2 @ a1 + s2)
        kosten += ((a2 - soll) ** 2).sum()
        d2 = 2 * (a2 - soll) * a2 * (1 - a2)
        d1 = (g2.T @ d2 if F != "wrongw" else np.abs(g2).T @ d2) * a1 * (1 - a1)
        nabla_w2 += np.outer(d2, a1); nabla_s2 += d2; nabla_w1 += np.outer(d1, bild); nabla_s1 += d1
        ausgaben.append(a2)
    ausgaben = np.array(ausgaben)
    rate = 0.5 / len(bilder) * (1 if F != "forgot" else 1)
    g1 -= rate * nabla_w1; s1 -= rate * nabla_s1; g2 -= rate * nabla_w2; s2 -= rate * nabla_s2
    rec({k: v for k, v in locals().items() if k not in ("bild", "ziffer", "soll", "a1", "a2", "d1", "d2")})
print("kosten", kosten)
