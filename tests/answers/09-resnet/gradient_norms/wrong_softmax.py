"""Has a softmax before the loss.

points: 0
says: softmax before the loss
"""

import copy

import torch.nn.functional as F


def gradient_norms(model, batch):
    x, y = batch
    measured = copy.deepcopy(model)
    measured.train()
    F.cross_entropy(measured(x).softmax(dim=1), y).backward()
    found = {}
    for name, parameter in measured.named_parameters():
        if parameter.ndim > 1:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
