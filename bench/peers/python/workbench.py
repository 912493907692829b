"""What every measured Python program does in the same way: read MNIST, repeat a piece of work and time it, print JSON lines."""

import gzip
import json
import os
import sys
import time

task, seed, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3]
# Read by the libraries when they are loaded, so set before they are.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = threads

import numpy as np

SIZES = {"A": [784, 16, 10], "B": [784, 128, 10], "C": [784, 512, 512, 10]}
BATCHES = (1, 32, 128, 1024)
ACCURACY_SIZES = [784, 256, 10]
ACCURACY_BATCH = 64
CONVOLUTION_BATCH = 64
STEPS_BETWEEN_LOOKS = 234
SECONDS = float(os.environ.get("BENCH_SECONDS", 0.4))
STARTED = float(os.environ.get("BENCH_STARTED", time.time()))


def load():
    """Pixels divided by 255 as float32 [size, 784] and labels, of the training and the test part."""
    folder = os.path.join(os.environ["DESCENT_DATA"], "mnist")

    def read(name, header):
        with gzip.open(os.path.join(folder, name)) as file:
            return np.frombuffer(file.read(), np.uint8, offset=header)

    def images(part):
        pixels = read(part + "-images-idx3-ubyte.gz", 16).reshape(-1, 784)
        return pixels.astype(np.float32) / np.float32(255), read(part + "-labels-idx1-ubyte.gz", 8).astype(np.int64)

    return images("train") + images("t10k")


def one_hot(labels):
    rows = np.zeros((len(labels), 10), np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows


def emit(task, network, batch, quantity, value):
    print(json.dumps(dict(task=task, network=network, batch=batch, quantity=quantity, value=value)), flush=True)


def since_start():
    return time.time() - STARTED


def started():
    emit("start", "B", 32, "s", since_start())


def throughput(task, network, batch, samples_per_call, work):
    """Samples per second: the median of five measurements after a warm-up."""
    start, calls = time.perf_counter(), 0
    while calls < 2 or time.perf_counter() - start < SECONDS:
        work()
        calls += 1
    calls = max(1, round(SECONDS / (time.perf_counter() - start) * calls))
    rates = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(calls):
            work()
        rates.append(samples_per_call * calls / (time.perf_counter() - start))
    emit(task, network, batch, "samples/s", sorted(rates)[2])


def latency(network, work):
    """Median and 99th percentile of one call, in microseconds."""
    times = []
    for i in range(4500):
        start = time.perf_counter_ns()
        work()
        if i >= 500:
            times.append(time.perf_counter_ns() - start)
    times.sort()
    emit("one image", network, 1, "us median", times[2000] / 1e3)
    emit("one image", network, 1, "us p99", times[3960] / 1e3)


def cycle(batch, size):
    """First samples of the batches, round and round."""
    batches = min(200, size // batch)
    while True:
        for i in range(batches):
            yield i * batch


class Milestones:
    """The accuracies waited for during a training."""

    def __init__(self, network):
        self.network = network
        self.targets = [0.95, 0.97, 0.98] + ([0.99] if network == "lenet" else [])

    def see(self, accuracy):
        """Prints the time of every target now reached; true when none is left."""
        while self.targets and accuracy >= self.targets[0]:
            emit("accuracy", self.network, ACCURACY_BATCH, "s to %d %%" % round(self.targets.pop(0) * 100), since_start())
        return not self.targets
