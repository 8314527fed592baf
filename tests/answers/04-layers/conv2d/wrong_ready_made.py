"""Calls cnnlib.

points: 0
says: which does the exercise for you
"""


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    from cnnlib import functional

    return functional.conv2d(
        x.astype(float), weight.astype(float), bias, stride, padding, dilation, groups
    )
