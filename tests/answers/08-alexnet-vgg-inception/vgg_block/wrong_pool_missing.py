"""No pooling.

points: 1
says: pooling at the end is missing
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()]
        in_channels = out_channels
    return nn.Sequential(*layers)
