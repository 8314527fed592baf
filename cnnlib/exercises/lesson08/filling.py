"""Laws about a block of layers: its parameters, its sizes, and its outputs for given weights.

The judge makes the block, fills it, and compares: see `cnnlib.exercises.networks`.
"""

import re

import torch
from torch import nn

from cnnlib.check import Law
from cnnlib.exercises import networks


def parameters_told(network):
    """The parameters in words; of layers in a Python list not how many, for there are many ways."""
    told = networks.parameters_told(network)
    return re.sub(r"; \d+ layers in a Python list", "; layers in a Python list", told)


def images(shape, seed=0):
    """Random images of a shape (N, C, H, W), float64.

    >>> images((2, 3, 4, 5)).shape
    torch.Size([2, 3, 4, 5])
    """
    dice = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=dice, dtype=torch.float64)


def outputs(network, x):
    """What a filled network says of x; an error as words."""
    if not isinstance(network, nn.Module):
        return parameters_told(network)
    try:
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            torch.manual_seed(0)
            return networks.filled(network).train()(x)
    except Exception as error:  # the student's: told, and compared with those of known mistakes
        return f"{type(error).__name__}: {error}".strip().partition("\n")[0]


def size(network, shape):
    """The shape of the output for an input of a shape; an error as words.

    >>> size(nn.Conv2d(3, 8, 3), (1, 3, 10, 12))
    '1 x 8 x 8 x 10'
    """
    y = outputs(network, images(shape))
    if isinstance(y, torch.Tensor):
        return " x ".join(map(str, y.shape))
    return y if isinstance(y, str) else f"something of type {type(y).__name__}"


def parameters_law(oracle, arguments, note=""):
    """The same parameters, by number and shapes, as the oracle's block of these arguments."""
    return Law(
        "the parameters, their number and their shapes",
        lambda f, arguments: parameters_told(f(*arguments)),
        lambda f, arguments: parameters_told(oracle(*arguments)),
        arguments,
        note=note,
    )


def size_law(oracle, arguments, shape, note=""):
    """The same size of the output."""
    return Law(
        "the size of the output",
        lambda f, arguments, shape: size(f(*arguments), shape),
        lambda f, arguments, shape: size(oracle(*arguments), shape),
        *(arguments, shape),
        note=note,
    )


def outputs_law(oracle, arguments, shape, seed=0, note=""):
    """With the same weights, the same outputs."""
    return Law(
        "with the same weights, the same outputs",
        lambda f, arguments, shape, seed: outputs(f(*arguments), images(shape, seed)),
        lambda f, arguments, shape, seed: outputs(oracle(*arguments), images(shape, seed)),
        *(arguments, shape, seed),
        note=note,
    )
