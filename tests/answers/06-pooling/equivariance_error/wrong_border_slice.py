"""Slices with [border:-border].

points: 0
says: [border:-border]
"""

import numpy as np


def equivariance_error(f, x, shift, stride=1, border=0):
    dy, dx = shift
    first = f(np.roll(x, (dy, dx), axis=(-2, -1)))
    last = np.roll(f(x), (dy // stride, dx // stride), axis=(-2, -1))
    height, width = first.shape[-2:]
    if 2 * border >= height or 2 * border >= width:
        raise ValueError("the border leaves nothing")
    difference = np.abs(first - last)[..., border:-border, border:-border]
    return float(difference.max())
