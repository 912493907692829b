# Weights that are single numbers under names of their own, as first regressions are written. The first ones are healthy.
# line (5):
# logistic (5):
# cubic (5):
# ascends (5): step-ascends @ m, c
# sum (5): step-too-large @ m, c
# no_feature (5): gradient-wrong @ D_m, D_c, m, c
# still (5): update-discarded @ c
# other_feature (5): gradient-wrong @ dw2
# other_power (5): gradient-wrong @ grad_c
from toy import *
from descent_trace import record

rng = np.random.RandomState(3)


def line(sign=1, mean=True, feature=True, moves=True):
    X = rng.uniform(-2, 2, 60)
    Y = 2.5 * X + 0.7 + rng.randn(60) * 0.3
    m, c, L, n = 0.0, 0.0, 0.05, 60.0
    for i in range(5):
        Y_pred = m * X + c
        D_m = sign * (-2 / (n if mean else 1)) * sum((X if feature else 1) * (Y - Y_pred))
        D_c = sign * (-2 / (n if mean else 1)) * sum(Y - Y_pred)
        m = m - L * D_m
        c = c - L * D_c if moves else c
        record(dict(X=X, Y=Y, m=m, c=c, L=L, n=n, Y_pred=Y_pred, D_m=D_m, D_c=D_c), folder)


def ascends():
    line(sign=-1)


def no_feature():
    line(feature=False)


def still():
    line(moves=False)


def logistic(other=False):
    x1, x2 = rng.randn(50), rng.randn(50)
    y = (x1 - 0.5 * x2 > 0.2).astype(float)
    w1, w2, b = 0.1, -0.2, 0.0
    for i in range(5):
        z = w1 * x1 + w2 * x2 + b
        p = 1 / (1 + np.exp(-z))
        e = p - y
        dw1, dw2, db = np.mean(e * x1), np.mean(e * (x1 if other else x2)), np.mean(e)
        w1, w2, b = w1 - 0.5 * dw1, w2 - 0.5 * dw2, b - 0.5 * db
        record(dict(x1=x1, x2=x2, y=y, w1=w1, w2=w2, b=b, z=z, p=p, dw1=dw1, dw2=dw2, db=db), folder)


def other_feature():
    logistic(other=True)


def cubic(other=False):
    x = np.linspace(-1, 1, 40)
    y = np.sin(3 * x)
    a, b, c, d = rng.randn(4)
    for t in range(5):
        y_pred = a + b * x + c * x**2 + d * x**3
        grad = 2.0 * (y_pred - y)
        grad_a, grad_b, grad_d = grad.sum(), (grad * x).sum(), (grad * x**3).sum()
        grad_c = (grad * (x if other else x**2)).sum()
        a, b, c, d = a - 1e-3 * grad_a, b - 1e-3 * grad_b, c - 1e-3 * grad_c, d - 1e-3 * grad_d
        record(dict(x=x, y=y, a=a, b=b, c=c, d=d, y_pred=y_pred, grad=grad, grad_a=grad_a, grad_b=grad_b, grad_c=grad_c,
                    grad_d=grad_d), folder)


def other_power():
    cubic(other=True)


globals()["line" if fault == "sum" else fault](**({"mean": False} if fault == "sum" else {}))
