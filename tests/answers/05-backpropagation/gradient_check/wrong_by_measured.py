"""Divides by the measured gradient only.

points: 0
says: largest entry of the measured gradient
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
    largest = np.abs(measured).max()
    return np.abs(gradient - measured).max() / largest if largest else 0.0
