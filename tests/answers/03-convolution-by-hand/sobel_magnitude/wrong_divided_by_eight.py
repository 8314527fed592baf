"""Divides by 8, as some libraries do.

points: 0
says: divided by 8
"""

import numpy as np

from cnnlib import functional

SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_magnitude(image):
    gx = functional.cross_correlate2d(image, SOBEL_X)
    gy = functional.cross_correlate2d(image, SOBEL_X.T)
    return np.hypot(gx, gy) / 8
