"""Clears the gradients once, before the loop.

points: 0
says: nothing is cleared between the batches
"""

import torch.nn.functional as F


def train_one_epoch(model, batches, optimizer):
    was = model.training
    model.train()
    total, count = 0.0, 0
    optimizer.zero_grad()
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    model.train(was)
    return total / count
