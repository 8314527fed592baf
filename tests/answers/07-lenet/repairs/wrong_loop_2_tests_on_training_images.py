"""Loop 2 tests on training images.

points: 1.5
says: 150 of them trained on
"""

import torch
import torch.nn.functional as F

from cnnlib.exercises.lesson07.broken import accuracy


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
            logits = model(x)
            loss = F.cross_entropy(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def loop_2(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        order, total = torch.randperm(len(labels)), 0.0
        for rows in order.split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(train[1]), accuracy(model, train)))
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
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(labels), accuracy(model, test)))
    return history


def loop_4(make_model, train, test, epochs):
    torch.manual_seed(0)  # so that every run begins with the same weights
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


def loop_5(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = train
    history = []
    for _ in range(epochs):
        model.train()
        total, right = 0.0, 0
        for rows in torch.randperm(len(labels)).split(64):
            x, y = images[rows], labels[rows]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        model.eval()
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
        order = torch.randperm(len(labels))
        images, labels = images[order], labels[order]
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
