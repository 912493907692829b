"""scikit-learn's MLPClassifier, by partial_fit. Arguments: task, seed, threads."""

from workbench import *
import warnings

warnings.filterwarnings("ignore")
from sklearn.neural_network import MLPClassifier

CLASSES = np.arange(10)
# partial_fit goes once through what it gets; enough batches that its own overhead does not count.
SAMPLES = {1: 500, 32: 3200, 128: 6400, 1024: 10240}


def dense():
    train, labels, test, _ = load()
    for name, sizes in SIZES.items():
        for batch in BATCHES:
            network = MLPClassifier(
                tuple(sizes[1:-1]),
                activation="logistic" if name == "A" else "relu",
                solver="sgd",
                momentum=0,
                alpha=0,
                batch_size=batch,
                learning_rate_init=0.1,
            )
            count = SAMPLES[batch]
            network.partial_fit(train[:count], labels[:count], classes=CLASSES)
            throughput("train", name, batch, count, lambda: network.partial_fit(train[:count], labels[:count]))
        latency(name, lambda: network.predict_proba(test[:1]))
        throughput("answer", name, 1000, 1000, lambda: network.predict_proba(test[:1000]))


def accuracy():
    train, labels, test, test_labels = load()
    network = MLPClassifier(
        (256,), solver="adam", batch_size=ACCURACY_BATCH, learning_rate_init=2e-3, alpha=0, random_state=seed
    )
    random = np.random.RandomState(seed)
    milestones = Milestones("B256")
    for _ in range(30):
        order = random.permutation(len(train))
        for quarter in np.array_split(order, 4):
            network.partial_fit(train[quarter], labels[quarter], classes=CLASSES)
            if milestones.see(float((network.predict(test) == test_labels).mean())):
                return


if task == "start":
    MLPClassifier((128,), solver="sgd", batch_size=32).partial_fit(
        np.ones((32, 784), np.float32), np.arange(32) % 10, classes=CLASSES
    )
    started()
elif task == "dense":
    dense()
elif task == "accuracy":
    accuracy()
