"""Counts all that is called weight.

points: 0
says: gammas of batch norm are called weight
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
        if name.endswith("weight"):
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
