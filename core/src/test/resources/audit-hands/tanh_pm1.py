# healthy:
# deriv_z: derivative-wrong-input @ delta_out, delta_hid, self_d2, d2, d1
# freeze: update-discarded @ net[0][w], net[1][w], net[0][b]
# nosum: gradient-wrong @ db1, db2, net[0][b], net[1][b]
from hands import *
np.random.seed(4)
X, t = mnist(256)
X = X.T / 127.5 - 1
Y = -np.ones((10, 256)); Y[t, np.arange(256)] = 1
net = [dict(w=np.random.randn(30, 784) / 28, b=np.zeros((30, 1))), dict(w=np.random.randn(10, 30) / 5.5, b=np.zeros((10, 1)))]
def dtanh(a): return 1 - a * a
for k in range(100):
    s1 = net[0]['w'] @ X + net[0]['b']; a1 = np.tanh(s1)
    s2 = net[1]['w'] @ a1 + net[1]['b']; a2 = np.tanh(s2)
    e = a2 - Y
    if F == "deriv_z":
        d2 = e * dtanh(s2); d1 = (net[1]['w'].T @ d2) * dtanh(s1)
    else:
        d2 = e * dtanh(a2); d1 = (net[1]['w'].T @ d2) * dtanh(a1)
    dw2 = d2 @ a1.T / 256; dw1 = d1 @ X.T / 256
    db2 = d2.mean(1, keepdims=True); db1 = d1.mean(1, keepdims=True)
    if F == "nosum": db2 = d2[:, :1].copy(); db1 = d1[:, :1].copy()
    if F == "freeze":
        w = net[0]['w']; w = w - 0.1 * dw1
    else: net[0]['w'] = net[0]['w'] - 0.1 * dw1
    net[0]['b'] = net[0]['b'] - 0.1 * db1; net[1]['w'] = net[1]['w'] - 0.1 * dw2; net[1]['b'] = net[1]['b'] - 0.1 * db2
    rec({a: b for a, b in locals().items() if a not in ("w",)})
print("acc", np.mean(a2.argmax(0) == t))
