"""Builds the layers with torch and asks them."""

import torch
from torch import nn


def build(layer):
    settings = {key: value for key, value in layer.items() if key != "layer"}
    return getattr(nn, layer["layer"])(**settings)


def count_params(stack):
    return sum(p.numel() for layer in stack for p in build(layer).parameters())


def count_macs(stack, hw):
    total = 0
    for layer in stack:
        module = build(layer)
        if isinstance(module, nn.Linear):
            total += module.weight.numel()
        if isinstance(module, (nn.MaxPool2d, nn.AvgPool2d)):
            hw = module(torch.zeros(1, 1, *hw)).shape[2:]
        if isinstance(module, nn.Conv2d):
            sides = zip(
                hw,
                module.kernel_size,
                module.stride,
                module.padding,
                module.dilation,
                strict=True,
            )
            hw = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in sides]
            total += module.weight.numel() * hw[0] * hw[1]
    return total
