"""Lets the bug hunt's accuracy do half of the work.

points: 0
says: broken.accuracy
"""

import torch
import torch.nn.functional as F

from cnnlib.exercises.lesson07.broken import accuracy


def evaluate(model, batches):
    was = model.training
    model.eval()
    total, right, count = 0.0, 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            logits = model(x)
            total += F.cross_entropy(logits, y).item() * len(y)
            right += accuracy(model, (x, y)) * len(y)
            count += len(y)
    model.train(was)
    return total / count, right / count
