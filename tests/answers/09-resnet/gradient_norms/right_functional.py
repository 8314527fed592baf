"""A copy made from the state, sums by hand."""

import copy
import math

import torch


def gradient_norms(model, batch):
    images, labels = batch
    twin = copy.deepcopy(model).train()
    logits = twin(images)
    chances = torch.log_softmax(logits, dim=1)
    (-chances[torch.arange(len(labels)), labels].mean()).backward()
    return {
        name: math.sqrt(p.grad.pow(2).sum().item()) if p.grad is not None else 0.0
        for name, p in twin.named_parameters()
        if p.dim() >= 2
    }
