"""Moves the argument itself, there and back.

points: 2
says: in place
"""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape:
        raise ValueError("the gradient must have the shape of x")
    if not np.isfinite(gradient).all():
        raise ValueError("the gradient is not finite everywhere")
    h, measured = 1e-5, np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        below = f(x)
        x[place] += h
        measured[place] = (above - below) / (2 * h)
    largest = max(np.abs(gradient).max(), np.abs(measured).max())
    if largest == 0:
        return 0.0
    return float(np.abs(gradient - measured).max() / largest)
