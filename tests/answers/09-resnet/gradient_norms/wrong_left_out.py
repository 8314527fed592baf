"""Leaves out where no gradient arrives.

points: 3
says: is left out
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
            if gradient is not None:
                found[name] = gradient.norm().item()
    return found
