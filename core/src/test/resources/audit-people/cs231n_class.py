# In the manner of CS231n's TwoLayerNet: params in a dict, a loss method that returns grads, random batches, weight decay.
# healthy:
# no_gate: derivative-missing @ grads[W1], grads[b1], dhidden, self.params[W1]
# no_mean: step-too-large @ self.params[W1], self.params[W2]
# bias_axis: gradient-wrong-axis @ self.params[b1], grads[b1]
from toy import *
from descent_trace import record


class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h1 = np.maximum(0, X.dot(W1) + b1)
        scores = h1.dot(W2) + b2
        scores -= np.max(scores, axis=1, keepdims=True)
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        loss = np.mean(-np.log(probs[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        if fault != "no_mean":
            dscores /= N
        grads = {}
        grads['W2'] = h1.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dh1 = dscores.dot(W2.T)
        if fault != "no_gate":
            dh1 *= (h1 > 0)
        grads['W1'] = X.T.dot(dh1) + 2 * reg * W1
        grads['b1'] = np.sum(dh1, axis=0) if fault != "bias_axis" else np.sum(dh1)
        return loss, grads

    def train(self, X, y, learning_rate, reg, num_iters, batch_size):
        num_train = X.shape[0]
        loss_history = []
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size, replace=True)
            X_batch = X[idx]
            y_batch = y[idx]
            loss, grads = self.loss(X_batch, y=y_batch, reg=reg)
            loss_history.append(loss)
            for p in self.params:
                self.params[p] = self.params[p] - learning_rate * grads[p]
            record(dict(locals(), X=None, y=None), folder)


np.random.seed(0)
X, y = pixels(100, 12, 4, 5)
X = X / 255 - 0.4
net = TwoLayerNet(12, 8, 4, std=1e-6 if fault == "small_start" else 0.3)
net.train(X, y, 0.5 if fault == "no_mean" else 0.2, 1e-3, 5, 24)
