"""Without the 2.

points: 0
says: weigh twice as much
"""

import numpy as np

from cnnlib import functional

SOBEL_X = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])


def sobel_magnitude(image):
    gx = functional.cross_correlate2d(image, SOBEL_X)
    gy = functional.cross_correlate2d(image, SOBEL_X.T)
    return np.sqrt(gx**2 + gy**2)
