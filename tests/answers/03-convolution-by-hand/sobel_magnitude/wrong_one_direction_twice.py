"""Uses gx for gy.

points: 0
says: gx is used twice
"""

import numpy as np

from cnnlib import functional

SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_magnitude(image):
    gx = functional.cross_correlate2d(image, SOBEL_X)
    return np.hypot(gx, gx)
