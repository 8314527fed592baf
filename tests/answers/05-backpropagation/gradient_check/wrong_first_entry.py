"""Checks the first entry only.

points: 0
says: first entry only
"""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape or not np.isfinite(gradient).all():
        raise ValueError("a gradient is finite and has the shape of x")
    step = np.zeros(x.shape)
    step.flat[0] = 1e-5
    measured = (f(x + step) - f(x - step)) / 2e-5
    claimed = gradient.flat[0]
    largest = max(abs(claimed), abs(measured))
    return float(abs(claimed - measured) / largest) if largest else 0.0
