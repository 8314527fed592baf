"""A softmax before cross_entropy.

points: 0
says: softmax before the loss
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
            total += F.cross_entropy(logits.softmax(dim=1), y).item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was)
    return total / count, right / count
