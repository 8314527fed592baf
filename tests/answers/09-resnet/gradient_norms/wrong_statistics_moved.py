"""Puts back gradients and mode, and forgets the running statistics.

points: 3
says: moves the running statistics
"""

import torch
import torch.nn.functional as F


def gradient_norms(model, batch):
    was = model.training
    model.train()
    names, weights = zip(*((n, p) for n, p in model.named_parameters() if p.ndim > 1))
    loss = F.cross_entropy(model(batch[0]), batch[1])
    learnt = [p for p in weights if p.requires_grad]
    gradients = iter(torch.autograd.grad(loss, learnt, allow_unused=True))
    model.train(was)
    found = {}
    for name, p in zip(names, weights):
        gradient = next(gradients) if p.requires_grad else None
        found[name] = 0.0 if gradient is None else gradient.norm().item()
    return found
