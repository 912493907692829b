# healthy:
# nomask: derivative-missing @ dh1, da1, grads[W1], params[W1]
# upd_first: backprop-wrong-weights @ dh1, grads[W1], params[W1]
# scale255: inputs-unscaled @ Xb
from hands import *
def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).dot(w) + b, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T.dot(dout), dout.sum(0)
def relu_forward(x): return np.maximum(x, 0), x
def relu_backward(dout, cache): return dout * (cache > 0)
def softmax_loss(x, y):
    e = np.exp(x - x.max(1, keepdims=True)); p = e / e.sum(1, keepdims=True); N = x.shape[0]
    loss = -np.log(p[np.arange(N), y]).mean()
    dx = p.copy(); dx[np.arange(N), y] -= 1
    return loss, dx / N
X, y = mnist(1000); X = X.astype(np.float64)
if F != "scale255": X /= 255
rng = np.random.RandomState(231)
params = {'W1': 5e-2 * rng.randn(784, 40), 'b1': np.zeros(40), 'W2': 1e-1 * rng.randn(40, 10), 'b2': np.zeros(10)}
lr = 0.2
for it in range(8):
    pick = slice(it * 100, (it + 1) * 100)
    Xb, yb = X[pick], y[pick]
    a1, fc1 = affine_forward(Xb, params['W1'], params['b1'])
    h1, rc1 = relu_forward(a1)
    scores, fc2 = affine_forward(h1, params['W2'], params['b2'])
    loss, dscores = softmax_loss(scores, yb)
    grads = {}
    dh1, grads['W2'], grads['b2'] = affine_backward(dscores, fc2)
    if F == "upd_first":
        params['W2'] = params['W2'] - lr * grads['W2']; params['b2'] = params['b2'] - lr * grads['b2']
        dh1 = dscores.dot(params['W2'].T)
    da1 = dh1 if F == "nomask" else relu_backward(dh1, rc1)
    _, grads['W1'], grads['b1'] = affine_backward(da1, fc1)
    for k in params:
        if F == "upd_first" and k in ('W2', 'b2'): continue
        params[k] = params[k] - lr * grads[k]
    rec(dict(Xb=Xb, yb=yb, a1=a1, h1=h1, scores=scores, loss=loss, dscores=dscores, dh1=dh1, da1=da1, grads=grads, params=params, lr=lr, it=it))
