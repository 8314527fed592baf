"""Builds an optimizer.

points: 0
says: optimizer that you build
"""

import torch
import torch.nn.functional as F


def train_one_epoch(model, batches, optimizer):
    was = model.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    total, count = 0.0, 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    model.train(was)
    return total / count
