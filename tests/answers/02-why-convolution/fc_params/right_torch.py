"""Lets torch make the layer without memory and counts its numbers."""

from torch import nn


def fc_params(n_in, n_out, bias=True):
    layer = nn.Linear(n_in, n_out, bias=bias, device="meta")
    return sum(p.numel() for p in layer.parameters())
