"""Small data for the programs here: pictures of a few pixels, each class with its own pattern, and others."""
import sys
import numpy as np

fault, folder = sys.argv[1], sys.argv[2]


def pixels(n, width, classes, seed):
    """n pictures of `width` numbers from 0 to 255 (the first and last always 0), and their class numbers."""
    rng = np.random.RandomState(seed)
    patterns = rng.rand(classes, width) > 0.5
    labels = np.arange(n) % classes
    rng.shuffle(labels)
    x = np.clip(patterns[labels] * 160 + 50 * rng.randn(n, width), 0, 255).astype(int)
    x[:, 0] = 0
    x[:, -1] = 0
    return x, labels


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def moons(n, seed):
    rng = np.random.RandomState(seed)
    labels = np.arange(n) % 2
    angle = np.pi * rng.rand(n)
    x = np.c_[np.cos(angle) * (1 - 2 * labels) + labels, np.sin(angle) * (1 - 2 * labels) + 0.5 * labels]
    return x + 0.1 * rng.randn(n, 2), labels


def houses(n, columns, seed):
    """Raw features of different scales, and a price."""
    rng = np.random.RandomState(seed)
    x = rng.rand(n, columns) * (1 + 3 * np.arange(columns)) + np.arange(columns)
    return x, x @ rng.randn(columns) * 2 + 20 + 0.5 * rng.randn(n)


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def flowers(rng, n=90):
    """n flowers of three kinds by four measures, and their kinds as one-hot rows."""
    kind = np.arange(n) % 3
    return rng.randn(n, 4) + 1.5 * np.eye(4)[kind], np.eye(3)[kind]
