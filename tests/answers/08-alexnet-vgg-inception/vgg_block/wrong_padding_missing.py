"""No padding.

points: 1
says: no padding
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3), nn.ReLU()]
        in_channels = out_channels
    layers += [nn.MaxPool2d(2)]
    return nn.Sequential(*layers)
