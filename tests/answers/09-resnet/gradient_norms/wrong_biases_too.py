"""Counts every parameter.

points: 0
says: you count every parameter
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
        gradient = parameter.grad
        found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
