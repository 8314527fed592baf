"""Asks for the number of batches.

points: 3
says: mean of the batches
"""

import torch.nn.functional as F


def train_one_epoch(model, batches, optimizer):
    was = model.training
    model.train()
    total = 0.0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    model.train(was)
    return total / len(batches)
