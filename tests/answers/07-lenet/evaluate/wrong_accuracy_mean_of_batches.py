"""The accuracy is a mean of batches.

points: 0
says: accuracy is the mean of the batches
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
            total += F.cross_entropy(logits, y).item() * len(y)
            right += (logits.argmax(dim=1) == y).double().mean().item()
            count += len(y)
            batch_count += 1
    model.train(was)
    return total / count, right / batch_count
