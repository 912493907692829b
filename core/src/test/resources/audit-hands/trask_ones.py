# healthy:
# raw: derivative-wrong-input @ l1_delta, l2_delta, syn0, syn1
# once: derivative-missing @ l1_delta, syn0
# minus: step-ascends @ syn0, syn1
from hands import *
def nonlin(x, deriv=False):
    if deriv: return x * (1 - x)
    return 1 / (1 + np.exp(-x))
pts, lab = moons(80, 4)
X = np.hstack([np.ones((80, 1)), pts]); y = lab.reshape(-1, 1)
np.random.seed(1)
syn0 = 2 * np.random.random((3, 6)) - 1
syn1 = 2 * np.random.random((6, 1)) - 1
for j in range(10):
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))
    l2_error = y - l2
    l2_delta = l2_error * nonlin(l2 if F != "raw" else np.dot(l1, syn1), True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1 if F != "raw" else np.dot(l0, syn0), True) if F != "once" else l1_error
    step = -0.1 if F == "minus" else 0.1
    syn1 += step * l1.T.dot(l2_delta)
    syn0 += step * l0.T.dot(l1_delta)
    rec(locals())
