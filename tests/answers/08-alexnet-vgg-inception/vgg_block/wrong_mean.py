"""Mean.

points: 2
says: pool the mean
"""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()]
        in_channels = out_channels
    layers += [nn.AvgPool2d(2)]
    return nn.Sequential(*layers)
