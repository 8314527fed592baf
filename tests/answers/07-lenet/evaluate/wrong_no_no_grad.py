"""Builds graphs.

points: 3
says: graph is built
"""

import torch.nn.functional as F


def evaluate(model, batches):
    was = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    for x, y in batches:
        logits = model(x)
        total += F.cross_entropy(logits, y).item() * len(y)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(y)
    model.train(was)
    return total / count, right / count
