# healthy:
# stale: momentum-wrong @ W_ih, v_ih, W_ho, v_ho
# plusg: momentum-wrong|step-ascends @ W_ih, v_ih, W_ho, v_ho
# reset: gradient-accumulates @ grad_ih, grad_ho, W_ih, W_ho
from hands import *
np.random.seed(7)
imgs, lab = digits8(300)
inputs = imgs / 16.0
targets = np.zeros((300, 10)); targets[range(300), lab] = 1
W_ih = np.random.uniform(-0.3, 0.3, (64, 24)); W_ho = np.random.uniform(-0.3, 0.3, (24, 10))
v_ih = np.zeros_like(W_ih); v_ho = np.zeros_like(W_ho)
grad_ih = np.zeros_like(W_ih); grad_ho = np.zeros_like(W_ho)
mu, eta = 0.9, 0.5 if F != "plusg" else 0.05
for epoch in range(150):
    hidden = np.tanh(inputs @ W_ih)
    out = 1 / (1 + np.exp(-(hidden @ W_ho)))
    err = out - targets
    d_out = err * out * (1 - out) / len(inputs)
    d_hid = (d_out @ W_ho.T) * (1 - hidden ** 2)
    if F == "reset":
        grad_ih += inputs.T @ d_hid; grad_ho += hidden.T @ d_out
    else:
        grad_ih = inputs.T @ d_hid; grad_ho = hidden.T @ d_out
    if F == "stale":
        W_ih += v_ih; W_ho += v_ho
    s = -1 if F == "plusg" else 1
    if F == "reset":
        W_ih -= eta * grad_ih; W_ho -= eta * grad_ho
    else:
        v_ih = mu * v_ih - s * eta * grad_ih; v_ho = mu * v_ho - s * eta * grad_ho
        if F != "stale": W_ih += v_ih; W_ho += v_ho
    mse = np.mean(err ** 2)
    rec({k: v for k, v in locals().items() if k not in ("imgs", "lab")})
print("mse", mse, np.mean(out.argmax(1) == lab))
