"""Means of the batches' means.

points: 0
says: last batch is smaller
"""

import torch
import torch.nn.functional as F


def evaluate(model, batches):
    was = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            logits = model(x)
            total += F.cross_entropy(logits, y).item()
            right += (logits.argmax(dim=1) == y).double().mean().item()
            count += 1
    model.train(was)
    return total / count, right / count
