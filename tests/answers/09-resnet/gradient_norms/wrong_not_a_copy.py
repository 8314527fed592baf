"""Measures on the network itself.

points: 3
says: not as it was
"""

import torch.nn.functional as F


def gradient_norms(model, batch):
    x, y = batch
    measured = model
    measured.train()
    measured.zero_grad()
    F.cross_entropy(measured(x), y).backward()
    found = {}
    for name, parameter in measured.named_parameters():
        if parameter.ndim > 1:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
