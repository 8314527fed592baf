"""groups=out_channels.

points: 1
says: The groups are out_channels
"""

from torch import nn


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    padding = kernel_size // 2
    return nn.Sequential(
        nn.Conv2d(in_channels, in_channels, kernel_size, stride, padding, groups=out_channels),
        nn.Conv2d(in_channels, out_channels, 1),
    )


def separable_share(in_channels, out_channels, kernel_size):
    pair = kernel_size**2 * in_channels + in_channels * out_channels
    return pair / (kernel_size**2 * in_channels * out_channels)
