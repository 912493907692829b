# healthy:
from hands import *
np.random.seed(1)
imgs, lab = digits8(60); imgs = imgs.reshape(-1, 8, 8) / 16; T = np.eye(10)[lab]
filters = np.random.randn(4, 3, 3) / 3; W = np.random.randn(36 * 4, 10) * 0.1; b = np.zeros(10)
for it in range(40):
    conv = np.zeros((60, 4, 6, 6))
    for i in range(6):
        for j in range(6): conv[:, :, i, j] = np.einsum('nab,fab->nf', imgs[:, i:i + 3, j:j + 3], filters)
    act = np.maximum(conv, 0); flat = act.reshape(60, -1)
    z = flat @ W + b; p = np.exp(z - z.max(1, keepdims=True)); p /= p.sum(1, keepdims=True)
    d = (p - T) / 60
    dW = flat.T @ d; db = d.sum(0); dact = (d @ W.T).reshape(conv.shape) * (conv > 0)
    dF = np.zeros_like(filters)
    for i in range(6):
        for j in range(6): dF += np.einsum('nf,nab->fab', dact[:, :, i, j], imgs[:, i:i + 3, j:j + 3])
    filters -= 0.5 * dF; W -= 0.5 * dW; b -= 0.5 * db
    rec(locals())
print("acc", np.mean(p.argmax(1) == lab))
