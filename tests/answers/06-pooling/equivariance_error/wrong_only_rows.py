"""Ignores dx.

points: 0
says: the rows only
"""

import numpy as np


def equivariance_error(f, x, shift, stride=1, border=0):
    dy, dx = shift[0], 0
    first = f(np.roll(x, (dy, dx), axis=(-2, -1)))
    last = np.roll(f(x), (dy // stride, dx // stride), axis=(-2, -1))
    height, width = first.shape[-2:]
    if 2 * border >= height or 2 * border >= width:
        raise ValueError("the border leaves nothing")
    difference = np.abs(first - last)[..., border : height - border, border : width - border]
    return float(difference.max())
