"""Adds to the gradients that were there.

points: 2
says: yours are added to them
"""

import torch.nn.functional as F


def gradient_norms(model, batch):
    x, y = batch
    measured = model
    measured.train()
    F.cross_entropy(measured(x), y).backward()
    found = {}
    for name, parameter in measured.named_parameters():
        if parameter.ndim > 1:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
