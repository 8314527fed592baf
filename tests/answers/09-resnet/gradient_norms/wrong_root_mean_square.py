"""Divides by the number of weights.

points: 0
says: divide by the number of weights
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
            found[name] = 0.0 if gradient is None else gradient.square().mean().sqrt().item()
    return found
