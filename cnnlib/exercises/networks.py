"""How an exercise looks at a student's network: its parameters in words, and filled with numbers.

A judge fills each parameter with numbers that the parameter's shape decides, and compares outputs.
So names of attributes and the order in which layers are registered do not matter, as long as
layers of equal shape are registered in the order of computation. ``same`` says which shapes are
two ways to write one layer (a convolution of the whole map is a dense layer): {shape: as which}.
"""

import zlib

import torch
from torch import nn


def is_ours(part):
    """Whether a layer is, or is made from, a network of cnnlib's."""
    return any(kind.__module__.startswith("cnnlib.models") for kind in type(part).__mro__)


def parameters_told(network, same=None):
    """The shapes of its parameters, sorted, and their number; or why there are none to tell.

    >>> parameters_told(nn.Conv2d(1, 6, 5))
    '156: weights 6x1x5x5; biases 6'
    """
    same = same or {}
    if not isinstance(network, nn.Module):
        return f"no nn.Module, but something of type {type(network).__name__}"
    if any(map(is_ours, network.modules())):
        return "contains a network of cnnlib's: build it of layers of torch.nn"
    shapes = [same.get(tuple(p.shape), tuple(p.shape)) for p in network.parameters()]
    weights = sorted((shape for shape in shapes if len(shape) > 1), key=lambda s: (-len(s), s))
    biases = sorted(shape for shape in shapes if len(shape) <= 1)
    hidden = _hidden_layers(network)
    lost = f"; {hidden} layers in a Python list, where they do not count" if hidden else ""
    total = sum(p.numel() for p in network.parameters())
    return f"{total}: weights {_listed(weights)}; biases {_listed(biases)}{lost}"


def _listed(shapes):
    return ", ".join("x".join(map(str, shape)) for shape in shapes) or "none"


def _hidden_layers(network):
    """How many layers stand in lists or dicts of Python, which a module does not look into."""
    found = 0
    for value in vars(network).values():
        if isinstance(value, (list, tuple, dict)) and value is not network._modules:
            inside = value.values() if isinstance(value, dict) else value
            found += sum(isinstance(each, nn.Module) for each in inside)
    return found


def filled(network, same=None):
    """The network in float64, each parameter filled with numbers that its shape decides."""
    network, same, seen = network.double(), same or {}, {}
    with torch.no_grad():
        for parameter in network.parameters():
            shape = tuple(parameter.shape)
            shape = same.get(shape, shape)
            seen[shape] = seen.get(shape, 0) + 1
            parameter.copy_(_numbers(shape, seen[shape]).reshape(parameter.shape))
    return network


def _numbers(shape, turn):
    dice = torch.Generator().manual_seed(zlib.crc32(repr((shape, turn)).encode()))
    spread = (2 / torch.Size(shape[1:]).numel()) ** 0.5 if len(shape) > 1 else 0.3
    return spread * torch.randn(shape, generator=dice, dtype=torch.float64)
