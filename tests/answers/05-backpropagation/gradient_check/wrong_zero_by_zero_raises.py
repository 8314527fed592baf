"""Divides 0 by 0, in Python's numbers.

points: 2
says: nothing to divide by
"""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape:
        raise ValueError("another shape")
    if not np.isfinite(gradient).all():
        raise ValueError("nan or infinity")
    h, measured = 1e-5, np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        above, below = x.astype(float), x.astype(float)
        above[place] += h
        below[place] -= h
        measured[place] = (f(above) - f(below)) / (2 * h)
    largest = max(float(np.abs(gradient).max()), float(np.abs(measured).max()))
    return float(np.abs(gradient - measured).max()) / largest
