"""Runs each batch again, after the step.

points: 3
says: run each batch a second time
"""

import torch.nn.functional as F


def train_one_epoch(model, batches, optimizer):
    was = model.training
    model.train()
    total, count = 0.0, 0
    for x, y in batches:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += F.cross_entropy(model(x), y).item() * len(y)
        count += len(y)
    model.train(was)
    return total / count
