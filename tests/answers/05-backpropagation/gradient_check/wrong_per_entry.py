"""Relative to each entry.

points: 0
says: by its own entry
"""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape:
        raise ValueError("the gradient must have the shape of x")
    if not np.isfinite(gradient).all():
        raise ValueError("the gradient is not finite everywhere")
    x, h, measured = x.astype(float), 1e-5, np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[place] += h
        below[place] -= h
        measured[place] = (f(above) - f(below)) / (2 * h)
    largest = np.maximum(np.abs(gradient), np.abs(measured))
    return float(np.max(np.abs(gradient - measured) / np.where(largest > 0, largest, 1)))
