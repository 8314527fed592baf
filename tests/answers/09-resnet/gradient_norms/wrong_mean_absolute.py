"""Returns the mean absolute value.

points: 0
says: mean absolute value
"""

import copy

import torch.nn.functional as F


def gradient_norms(model, batch):
    x, y = batch
    measured = copy.deepcopy(model)
    measured.train()
    F.cross_entropy(measured(x), y).backward()
    found = {}
    for name, parameter in measured.named_parameters():
        if parameter.ndim > 1:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.abs().mean().item()
    return found
