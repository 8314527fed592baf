"""Cuts the shifted image out of four copies."""

import numpy as np


def moved(x, dy, dx):
    height, width = x.shape[-2:]
    four = np.concatenate([np.concatenate([x, x], axis=-1)] * 2, axis=-2)
    top, left = -dy % height, -dx % width
    return four[..., top : top + height, left : left + width]


def equivariance_error(f, x, shift, stride=1, border=0):
    (dy, dx), y = shift, f(x)
    error = np.abs(f(moved(x, dy, dx)) - moved(y, dy // stride, dx // stride))
    if border:
        error = error[..., border:-border, border:-border]
    if error.size == 0:
        raise ValueError("nothing is left inside of the border")
    return float(np.max(error))
