"""Sums over one axis of the window only.

points: 0
says: one axis of the window
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return np.sum(sliding_window_view(image.astype(float), kernel.shape) * kernel, axis=-1)
