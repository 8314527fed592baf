"""Lets the library do the sliding.

points: 0
says: does the exercise for you
"""

import numpy as np

from cnnlib.functional import cross_correlate2d


def conv_as_dense(kernel, n):
    pixels = np.eye(n * n).reshape(-1, n, n)
    return np.stack([cross_correlate2d(p, kernel).ravel() for p in pixels], axis=1)
