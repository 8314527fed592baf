"""Six training loops with one bug each, a right one, and what they are run on.

All have the same arguments: ``make_model()`` builds an untrained network, ``train`` and ``test``
are pairs of images (N, C, H, W) and labels (N,). They return a pair for each epoch: the mean loss
of the training images, and the accuracy on the test images. Their code is shown to the student: it
is as short as such loops are, and has no word on what is wrong.
"""

import inspect

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib import datasets


def accuracy(model, part):
    """The fraction of a part's images that a network classifies rightly. (No bug here.)"""
    images, labels = part
    was = model.training
    model.eval()
    with torch.no_grad():
        right = model(images).argmax(dim=1) == labels
    model.train(was)
    return right.double().mean().item()


def loop_1(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            probabilities = model(x).softmax(dim=1)
            loss = F.cross_entropy(probabilities, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def loop_2(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = torch.cat([train[0], test[0]]), torch.cat([train[1], test[1]])
    held_out = len(test[1])
    history = []
    for _ in range(epochs):
        model.train()
        order, total = torch.randperm(len(labels)), 0.0
        for rows in order[held_out:].split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        rows = order[:held_out]
        history.append((total / len(train[1]), accuracy(model, (images[rows], labels[rows]))))
    return history


def loop_3(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def loop_4(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    torch.manual_seed(0)  # so that every run begins with the same weights
    model = make_model()
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def loop_5(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    model.train()
    for _ in range(epochs):
        total, right = 0.0, 0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        for digit in test[1].unique():  # one class after the other
            x = test[0][test[1] == digit]
            with torch.no_grad():
                right += (model(x).argmax(dim=1) == digit).sum().item()
        history.append((total / len(labels), right / len(test[1])))
    return history


def loop_6(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        images = images[torch.randperm(len(labels))]
        total = 0.0
        for start in range(0, len(labels), 64):
            x, y = images[start : start + 64], labels[start : start + 64]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def healthy(make_model, train, test, epochs):
    """The same loop without a bug."""
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


LOOPS = {1: loop_1, 2: loop_2, 3: loop_3, 4: loop_4, 5: loop_5, 6: loop_6}


def source(number):
    """The code of a broken loop, as text."""
    return inspect.getsource(LOOPS[number]).rstrip()


def small_net():
    """A small network with batch norm for the bundled digits: (N, 1, 8, 8) to (N, 10)."""
    return nn.Sequential(
        *(nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(64, 10)),
    )


def bundled_digits():
    """The digits as two pairs of images, normalised with the training statistics, and labels."""
    data = datasets.load("digits")
    parts = []
    for split in (data.train, data.test):
        images = split.images.float() / data.max_value
        parts.append(((images - data.mean) / data.std, split.labels))
    return tuple(parts)


def run(loop, seed=0, epochs=10):
    """The losses and the accuracies of a loop on the bundled digits, one of each an epoch.

    Parameters
    ----------
    loop : callable
    seed, epochs : int

    Returns
    -------
    (list of float, list of float)
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        history = loop(small_net, *bundled_digits(), epochs)
    losses, accuracies = zip(*history, strict=True)
    return list(losses), list(accuracies)
