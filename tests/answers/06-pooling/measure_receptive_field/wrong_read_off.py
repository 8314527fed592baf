"""Reads the layers instead of measuring.

points: 2
says: read the sizes off the list of layers
"""

from torch import nn


def two(value):
    return (value, value) if isinstance(value, int) else value


def measure_receptive_field(model, hw):
    size, jump = [1, 1], [1, 1]
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)):
            dilation = two(getattr(layer, "dilation", 1))
            for axis in (0, 1):
                steps = dilation[axis] * (two(layer.kernel_size)[axis] - 1)
                size[axis] += steps * jump[axis]
                jump[axis] *= two(layer.stride)[axis]
    return tuple(size)
