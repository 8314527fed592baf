"""Returns whole numbers for whole-number input.

points: 5
says: floating
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    if image.dtype.kind in "ui" and kernel.dtype.kind in "ui":
        image, kernel = image.astype(np.int64), kernel.astype(np.int64)
    return np.sum(sliding_window_view(image, kernel.shape) * kernel, axis=(-2, -1))
