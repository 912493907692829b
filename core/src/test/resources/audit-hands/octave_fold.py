# healthy:
# biaskept: backprop-wrong-weights @ delta2
# reg: regularisation-too-strong @ Theta1, Theta2
# notrans: derivative-missing @ delta2, Theta1_grad
from hands import *
X, l = digits8(200); X = X / 16; m = len(X); Y = np.eye(10)[l]
np.random.seed(4)
eps = 0.12
Theta1 = np.random.rand(25, 65) * 2 * eps - eps; Theta2 = np.random.rand(10, 26) * 2 * eps - eps
lam = 1 if F != "reg" else 3000
g = lambda z: 1 / (1 + np.exp(-z))
for it in range(200):
    a1 = np.hstack([np.ones((m, 1)), X]); z2 = a1 @ Theta1.T; a2 = np.hstack([np.ones((m, 1)), g(z2)]); z3 = a2 @ Theta2.T; a3 = g(z3)
    J = np.sum(-Y * np.log(a3) - (1 - Y) * np.log(1 - a3)) / m
    delta3 = a3 - Y
    t2 = Theta2[:, :-1] if F == "biaskept" else Theta2[:, 1:]
    delta2 = (delta3 @ t2) * (1 if F == "notrans" else g(z2) * (1 - g(z2)))
    Theta1_grad = delta2.T @ a1 / m; Theta2_grad = delta3.T @ a2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]; Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    alpha = 0.8 if F != "reg" else 0.05
    Theta1 = Theta1 - alpha * Theta1_grad; Theta2 = Theta2 - alpha * Theta2_grad
    rec(locals())
print("J", J, np.mean(a3.argmax(1) == l))
