"""Rolls the image as one long row.

points: 0
says: one long row
"""

import numpy as np


def equivariance_error(f, x, shift, stride=1, border=0):
    dy, dx = shift
    first = f(np.roll(x, dy + dx))
    last = np.roll(f(x), dy // stride + dx // stride)
    height, width = first.shape[-2:]
    if 2 * border >= height or 2 * border >= width:
        raise ValueError("the border leaves nothing")
    difference = np.abs(first - last)[..., border : height - border, border : width - border]
    return float(difference.max())
