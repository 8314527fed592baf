"""The loss is a mean of batches.

points: 0
says: loss is the mean of the batches
"""

import torch
import torch.nn.functional as F


def evaluate(model, batches):
    was = model.training
    model.eval()
    total, right, count, batch_count = 0.0, 0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            logits = model(x)
            total += F.cross_entropy(logits, y).item()
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
            batch_count += 1
    model.train(was)
    return total / batch_count, right / count
