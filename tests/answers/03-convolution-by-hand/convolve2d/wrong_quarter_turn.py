"""Turns by 90 degrees.

points: 0
says: turned by 90 degrees
"""

import numpy as np

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image, np.rot90(kernel))
