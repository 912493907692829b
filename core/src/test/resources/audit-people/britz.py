# In the manner of WildML's "neural network from scratch": tanh, softmax, model in a dict, delta3 is probs changed in place.
# healthy:
from toy import *
from descent_trace import record

np.random.seed(0)
X, y = moons(40, 10)
num_examples = len(X)
nn_input_dim, nn_output_dim, nn_hdim = 2, 2, 5
epsilon = 0.01 if fault != "big_rate" else 1.0
reg_lambda = 0.01 if fault != "reg_sign" else 100
W1 = np.random.randn(nn_input_dim, nn_hdim) / np.sqrt(nn_input_dim)
b1 = np.zeros((1, nn_hdim))
W2 = np.random.randn(nn_hdim, nn_output_dim) / np.sqrt(nn_hdim)
b2 = np.zeros((1, nn_output_dim))
model = {}
for i in range(5):
    z1 = X.dot(W1) + b1
    a1 = np.tanh(z1)
    z2 = a1.dot(W2) + b2
    exp_scores = np.exp(z2)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    delta3 = probs
    delta3[range(num_examples), y] -= 1
    dW2 = (a1.T).dot(delta3)
    db2 = np.sum(delta3, axis=0, keepdims=True)
    if fault == "one_plus":
        delta2 = delta3.dot(W2.T) * (a1 * (1 - a1))
    elif fault == "z_for_a":
        delta2 = delta3.dot(W2.T) * (1 - np.power(z1, 2))
    else:
        delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
    dW1 = np.dot(X.T, delta2)
    db1 = np.sum(delta2, axis=0)
    dW2 += reg_lambda * W2
    dW1 += reg_lambda * W1
    W1 += -epsilon * dW1
    b1 += -epsilon * db1
    W2 += -epsilon * dW2
    b2 += -epsilon * db2
    model = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
    record(locals(), folder)
