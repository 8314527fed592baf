"""5 x 5.

points: 0
says: 5 x 5
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 5, padding=2), nn.ReLU()]
        in_channels = out_channels
    layers += [nn.MaxPool2d(2)]
    return nn.Sequential(*layers)
