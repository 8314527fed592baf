"""argmax without dim.

points: 0
says: argmax without dim
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
            total += F.cross_entropy(logits, y).item() * len(y)
            right += (logits.argmax() == y).sum().item()
            count += len(y)
    model.train(was)
    return total / count, right / count
