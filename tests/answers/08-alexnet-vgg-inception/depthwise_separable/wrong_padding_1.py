"""Padding 1.

points: 2
says: right for 3 x 3 only
"""

from torch import nn


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    padding = 1
    return nn.Sequential(
        nn.Conv2d(in_channels, in_channels, kernel_size, stride, padding, groups=in_channels),
        nn.Conv2d(in_channels, out_channels, 1),
    )


def separable_share(in_channels, out_channels, kernel_size):
    pair = kernel_size**2 * in_channels + in_channels * out_channels
    return pair / (kernel_size**2 * in_channels * out_channels)
