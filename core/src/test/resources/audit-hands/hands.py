import gzip, os, sys
import numpy as np
from descent_trace import record
F, _folder = sys.argv[1], sys.argv[2]
_D = os.environ.get("DESCENT_DATA", "/work/shared/data") + "/mnist/"

def rec(v):
    drop = ("F", "gzip", "os", "sys", "np", "argv")
    return record({k: x for k, x in v.items() if k not in drop}, _folder, iterations=int(os.environ.get("ITER", "5")))

def mnist(n, part="train", start=0):
    with gzip.open(_D + ("train" if part == "train" else "t10k") + "-images-idx3-ubyte.gz") as f:
        f.read(16 + 784 * start)
        x = np.frombuffer(f.read(784 * n), np.uint8).reshape(n, 784)
    with gzip.open(_D + ("train" if part == "train" else "t10k") + "-labels-idx1-ubyte.gz") as f:
        f.read(8 + start)
        y = np.frombuffer(f.read(n), np.uint8)
    return x.copy(), y.copy()

def digits8(n, start=0):
    """8x8 digits, 0..16, like scikit-learn's."""
    x, y = mnist(n, start=start)
    x = x.reshape(n, 28, 28)[:, 2:26, 2:26].reshape(n, 8, 3, 8, 3).mean((2, 4)) / 16
    return np.round(x.reshape(n, 64)), y.astype(int)

def moons(n, seed=0):
    r = np.random.RandomState(seed); l = np.arange(n) % 2; t = np.pi * r.rand(n)
    return np.c_[np.cos(t) * (1 - 2 * l) + l, np.sin(t) * (1 - 2 * l) + .5 * l] + .1 * r.randn(n, 2), l

def spiral(N, K, seed=0):
    r = np.random.RandomState(seed); X = np.zeros((N * K, 2)); y = np.zeros(N * K, dtype='uint8')
    for j in range(K):
        ix = range(N * j, N * (j + 1)); rr = np.linspace(0, 1, N); t = np.linspace(j * 4, (j + 1) * 4, N) + r.randn(N) * .2
        X[ix] = np.c_[rr * np.sin(t), rr * np.cos(t)]; y[ix] = j
    return X, y
