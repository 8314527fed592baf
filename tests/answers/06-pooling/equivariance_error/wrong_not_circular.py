"""Shifts zeros in.

points: 0
says: a circular shift
"""

import numpy as np


def moved(x, dy, dx):
    result = np.zeros_like(x)
    height, width = x.shape[-2:]
    for i in range(height):
        for j in range(width):
            if 0 <= i - dy < height and 0 <= j - dx < width:
                result[..., i, j] = x[..., i - dy, j - dx]
    return result


def equivariance_error(f, x, shift, stride=1, border=0):
    dy, dx = shift
    first = f(moved(x, dy, dx))
    last = moved(f(x), dy // stride, dx // stride)
    height, width = first.shape[-2:]
    if 2 * border >= height or 2 * border >= width:
        raise ValueError("the border leaves nothing")
    difference = np.abs(first - last)[..., border : height - border, border : width - border]
    return float(difference.max())
