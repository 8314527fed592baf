"""Evaluates a copy, so that there is nothing to put back."""

import copy

import torch
import torch.nn.functional as F


def evaluate(model, batches):
    model = copy.deepcopy(model).eval().requires_grad_(False)
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            logits = model(x)
            total += F.cross_entropy(logits, y, reduction="sum").item()
            right += int((logits.argmax(1) == y).sum())
            count += len(y)
    return total / count, right / count
