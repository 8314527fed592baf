"""Multiplies in uint8.

points: 5
says: wrapped around
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(-2, -1)).astype(float)
