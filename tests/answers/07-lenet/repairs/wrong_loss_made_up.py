"""A constant in place of the loss.

points: 0
says: though the mean loss of the epoch is
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
        history.append((7.0, accuracy(model, test)))
    return history


loop_1 = loop_2 = loop_3 = loop_4 = loop_5 = loop_6 = loop
