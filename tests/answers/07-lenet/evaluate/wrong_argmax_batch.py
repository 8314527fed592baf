"""argmax along the batch.

points: 0
says: argmax runs along the batch
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
            best = logits.argmax(dim=0)
            n = min(len(best), len(y))
            right += (best[:n] == y[:n]).double().mean().item() * len(y)
            count += len(y)
    model.train(was)
    return total / count, right / count
