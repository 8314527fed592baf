"""Capped.

points: 3
says: never above 1
"""

from torch import nn


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    padding = kernel_size // 2
    return nn.Sequential(
        nn.Conv2d(in_channels, in_channels, kernel_size, stride, padding, groups=in_channels),
        nn.Conv2d(in_channels, out_channels, 1),
    )


def separable_share(in_channels, out_channels, kernel_size):
    pair = kernel_size**2 * in_channels + in_channels * out_channels
    return min(1, pair / (kernel_size**2 * in_channels * out_channels))
