"""PyTorch from Python, eager. Arguments: task, seed, threads."""

from workbench import *
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(threads))


def dense_network(sizes, sigmoid):
    layers = []
    for i, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(inputs, units))
        if sigmoid:
            layers.append(nn.Sigmoid())
        elif i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def block(channels, filters, window, padding=0):
    return nn.Conv2d(channels, filters, window, padding=padding), nn.ReLU(), nn.MaxPool2d(2)


def lenet():
    return nn.Sequential(
        *block(1, 6, 5, 2), *block(6, 16, 5), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def cnn2():
    return nn.Sequential(*block(1, 32, 3), *block(32, 64, 3), nn.Flatten(), nn.Linear(1600, 10))


def step(network, optimizer, loss, inputs, targets):
    optimizer.zero_grad()
    loss(network(inputs), targets).backward()
    optimizer.step()


def measure(name, network, batches, loss, train, targets, test):
    for batch in batches:
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
        firsts = cycle(batch, len(train))

        def next_step():
            first = next(firsts)
            step(network, optimizer, loss, train[first : first + batch], targets[first : first + batch])

        throughput("train", name, batch, batch, next_step)
    with torch.inference_mode():
        latency(name, lambda: network(test[:1]))
        throughput("answer", name, 1000, 1000, lambda: network(test[:1000]))


def accuracy(name, network):
    torch.manual_seed(seed)
    train, labels, test, test_labels = map(torch.from_numpy, load())
    if name == "lenet":
        train, test = train.view(-1, 1, 28, 28), test.view(-1, 1, 28, 28)
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    milestones = Milestones(name)
    for _ in range(30):
        order = torch.randperm(len(train))
        for count in range(1, len(train) // ACCURACY_BATCH + 1):
            rows = order[(count - 1) * ACCURACY_BATCH : count * ACCURACY_BATCH]
            step(network, optimizer, F.cross_entropy, train[rows], labels[rows])
            if count % STEPS_BETWEEN_LOOKS == 0:
                with torch.inference_mode():
                    answers = torch.cat([network(part).argmax(1) for part in test.split(1000)])
                if milestones.see(float((answers == test_labels).float().mean())):
                    return


if task == "start":
    network = dense_network(SIZES["B"], False)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    step(network, optimizer, F.cross_entropy, torch.rand(32, 784), torch.arange(32) % 10)
    started()
elif task in ("dense", "convolution"):
    train, labels, test, _ = map(torch.from_numpy, load())
    if task == "dense":
        for name, sizes in SIZES.items():
            loss, targets = (F.mse_loss, torch.from_numpy(one_hot(labels.numpy()))) if name == "A" else (F.cross_entropy, labels)
            measure(name, dense_network(sizes, name == "A"), BATCHES, loss, train, targets, test)
    else:
        train, test = train.view(-1, 1, 28, 28), test.view(-1, 1, 28, 28)
        for name, network in (("lenet", lenet()), ("cnn2", cnn2())):
            measure(name, network, (CONVOLUTION_BATCH,), F.cross_entropy, train, labels, test)
elif task == "accuracy":
    accuracy("B256", dense_network(ACCURACY_SIZES, False))
elif task == "accuracy-lenet":
    accuracy("lenet", lenet())
