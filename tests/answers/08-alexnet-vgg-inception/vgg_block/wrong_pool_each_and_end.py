"""Poolings after each convolution and at the end.

points: 1
says: and another at the end
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        in_channels = out_channels
    layers += [nn.MaxPool2d(2)]
    return nn.Sequential(*layers)
