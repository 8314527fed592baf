"""One step for the whole epoch.

points: 0
says: one step in the whole epoch
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
        total += loss.item() * len(y)
        count += len(y)
    optimizer.step()
    model.train(was)
    return total / count
