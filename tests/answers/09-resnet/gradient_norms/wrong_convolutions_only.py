"""Counts convolutions only.

points: 0
says: dense layer is missing
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
        if parameter.ndim == 4:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
