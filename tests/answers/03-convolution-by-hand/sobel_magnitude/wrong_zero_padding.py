"""Pads with zeros: a false edge around the picture.

points: 0
says: padded
"""

import numpy as np

from cnnlib import functional

SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_magnitude(image):
    image = np.pad(image.astype(float), 1)
    gx = functional.cross_correlate2d(image, SOBEL_X)
    gy = functional.cross_correlate2d(image, SOBEL_X.T)
    return np.sqrt(gx**2 + gy**2)
