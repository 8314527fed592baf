"""Divides by the largest value.

points: 0
says: largest value
"""

import numpy as np

from cnnlib import functional

SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_magnitude(image):
    gx = functional.cross_correlate2d(image, SOBEL_X)
    gy = functional.cross_correlate2d(image, SOBEL_X.T)
    return np.sqrt(gx**2 + gy**2) / max(1.0, np.hypot(gx, gy).max())
