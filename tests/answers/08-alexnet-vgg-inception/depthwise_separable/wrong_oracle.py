"""The judge's own functions.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.separable import pair, share


def depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    return pair(in_channels, out_channels, kernel_size, stride)


def separable_share(in_channels, out_channels, kernel_size):
    return share(in_channels, out_channels, kernel_size)
