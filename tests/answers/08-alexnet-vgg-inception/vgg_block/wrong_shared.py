"""[layer] * n.

points: 0
says: share their weights
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    first = [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()]
    rest = [nn.Conv2d(out_channels, out_channels, 3, padding=1), nn.ReLU()] * (convs - 1)
    return nn.Sequential(*first, *rest, nn.MaxPool2d(2))
