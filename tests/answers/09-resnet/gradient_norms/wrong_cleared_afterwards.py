"""Clears the gradients afterwards.

points: 3
says: clear the gradients afterwards
"""

import torch.nn.functional as F


def gradient_norms(model, batch):
    x, y = batch
    measured = model
    was = model.training
    measured.train()
    measured.zero_grad()
    F.cross_entropy(measured(x), y).backward()
    found = {}
    for name, parameter in measured.named_parameters():
        if parameter.ndim > 1:
            gradient = parameter.grad
            found[name] = 0.0 if gradient is None else gradient.norm().item()
    measured.zero_grad()
    model.train(was)
    return found
