# Sigmoid outputs with the cross-entropy of each, and with that of a softmax, which never pulls an output down.
# healthy:
# of_softmax: loss-mismatch @ delta_out
from toy import *
from descent_trace import record

images, digits = pixels(50, 14, 4, 8)
images = images / 255.0
targets = one_hot(digits, 4)
rng = np.random.RandomState(17)
w_hidden = rng.normal(0, 0.4, (14, 8))
w_out = rng.normal(0, 0.4, (8, 4))
rate = 1.0
for step in range(4):
    hidden = np.tanh(images @ w_hidden)
    out = 1 / (1 + np.exp(-(hidden @ w_out)))
    d_loss = -targets / out if fault == "of_softmax" else (1 - targets) / (1 - out) - targets / out
    delta_out = d_loss * out * (1 - out)
    delta_hidden = (delta_out @ w_out.T) * (1 - hidden ** 2)
    w_out = w_out - rate * hidden.T @ delta_out / 50
    w_hidden = w_hidden - rate * images.T @ delta_hidden / 50
    record(locals(), folder)
