"""Loop 2 draws its split once, and the order with it.

points: 1.5
says: split is a random one
"""

import torch
import torch.nn.functional as F

from cnnlib.exercises.lesson07.broken import accuracy


def loop(make_model, train, test, epochs):
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


loop_1 = loop_3 = loop_4 = loop_5 = loop_6 = loop


def loop_2(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = torch.cat([train[0], test[0]]), torch.cat([train[1], test[1]])
    order, held_out = torch.randperm(len(labels)), len(test[1])
    own_test = images[order[:held_out]], labels[order[:held_out]]
    history = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in order[held_out:].split(64):
            x, y = images[rows], labels[rows]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(train[1]), accuracy(model, own_test)))
    return history
