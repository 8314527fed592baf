"""Moves one entry after the other and puts none back.

points: 1
says: stays moved
"""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape:
        raise ValueError("the gradient must have the shape of x")
    if not np.isfinite(gradient).all():
        raise ValueError("the gradient is not finite everywhere")
    x, h, measured = x.astype(float), 1e-5, np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        before = f(x)
        x[place] += h
        measured[place] = (f(x) - before) / h
    largest = max(np.abs(gradient).max(), np.abs(measured).max())
    if largest == 0:
        return 0.0
    return float(np.abs(gradient - measured).max() / largest)
