"""Asks batch norm what it does to 0 and to 1."""

import copy

import torch
from torch import nn


def fold_batch_norm(conv, bn):
    norm = copy.deepcopy(bn).eval()
    shape = (1, conv.out_channels, 1, 1)
    with torch.no_grad():
        at_0 = norm(torch.zeros(shape).to(conv.weight)).flatten()
        factor = norm(torch.ones(shape).to(conv.weight)).flatten() - at_0
        bias = at_0 if conv.bias is None else at_0 + factor * conv.bias
        settings = {k: getattr(conv, k) for k in ("stride", "padding", "dilation", "groups")}
        new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, **settings)
        new.weight = nn.Parameter(torch.einsum("o,oihw->oihw", factor, conv.weight))
        new.bias = nn.Parameter(bias)
    return new
