# healthy:
# sumgrad: step-too-large @ self.params['W1'], self.params[W1], self.params[W2]
# gatex: derivative-missing @ dhidden, grads[W1], self.params[W1]
# bias1: gradient-wrong-axis @ grads[b1], grads[b2], self.params[b1], self.params[b2]
# noreg: update-discarded @ self.params[b1], self.params[b2]
from hands import *
class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)
    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        if y is None: return scores
        shift = scores - np.max(scores, axis=1).reshape(-1, 1)
        p = np.exp(shift) / np.sum(np.exp(shift), axis=1).reshape(-1, 1)
        loss = -np.sum(np.log(p[range(N), list(y)])) / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        dscores = p.copy()
        dscores[range(N), list(y)] += -1
        if F != "sumgrad": dscores /= N
        grads['W2'] = h.T.dot(dscores) + reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dhidden = dscores.dot(W2.T)
        if F != "gatex": dhidden = (h > 0) * dhidden
        grads['W1'] = X.T.dot(dhidden) + reg * W1
        grads['b1'] = np.sum(dhidden, axis=0)
        if F == "bias1":
            grads['b1'] = np.sum(dhidden); grads['b2'] = np.sum(dscores)
        return loss, grads
    def train(self, X, y, learning_rate=1e-1, reg=1e-4, num_iters=100, batch_size=100):
        num_train = X.shape[0]
        for it in range(num_iters):
            sample_indices = np.random.choice(np.arange(num_train), batch_size)
            X_batch = X[sample_indices]
            y_batch = y[sample_indices]
            loss, grads = self.loss(X_batch, y=y_batch, reg=reg)
            self.params['W1'] += -learning_rate * grads['W1']
            self.params['W2'] += -learning_rate * grads['W2']
            if F != "noreg":
                self.params['b1'] += -learning_rate * grads['b1']
                self.params['b2'] += -learning_rate * grads['b2']
            else:
                b1 = self.params['b1'].copy(); b2 = self.params['b2'].copy()
                b1 += -learning_rate * grads['b1']; b2 += -learning_rate * grads['b2']
            rec(dict(self=self, X_batch=X_batch, y_batch=y_batch, loss=loss, grads=grads, learning_rate=learning_rate, reg=reg, it=it))
        print("loss", loss)
np.random.seed(0)
X, y = mnist(2000)
X = X.astype(float) / 255; X -= X.mean(axis=0)
net = TwoLayerNet(784, 50, 10)
net.train(X, y, learning_rate=0.5 if F == "sumgrad" else 0.3)
