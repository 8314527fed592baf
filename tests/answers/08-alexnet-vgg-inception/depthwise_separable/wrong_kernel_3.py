"""3 x 3, always.

points: 1
says: whatever kernel_size
"""

from torch import nn


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    padding = 1
    return nn.Sequential(
        nn.Conv2d(in_channels, in_channels, 3, stride, padding, groups=in_channels),
        nn.Conv2d(in_channels, out_channels, 1),
    )


def separable_share(in_channels, out_channels, kernel_size):
    pair = kernel_size**2 * in_channels + in_channels * out_channels
    return pair / (kernel_size**2 * in_channels * out_channels)
