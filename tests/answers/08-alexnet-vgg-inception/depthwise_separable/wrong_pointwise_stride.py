"""Stride in the pointwise step.

points: 3
says: at full resolution
"""

from torch import nn


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    padding = kernel_size // 2
    return nn.Sequential(
        nn.Conv2d(in_channels, in_channels, kernel_size, 1, padding, groups=in_channels),
        nn.Conv2d(in_channels, out_channels, 1, stride),
    )


def separable_share(in_channels, out_channels, kernel_size):
    pair = kernel_size**2 * in_channels + in_channels * out_channels
    return pair / (kernel_size**2 * in_channels * out_channels)
