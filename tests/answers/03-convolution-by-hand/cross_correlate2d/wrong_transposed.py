"""Uses the kernel's rows as columns.

points: 0
says: transposed kernel
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = sliding_window_view(image.astype(float), kernel.T.shape)
    return np.sum(windows * kernel.T, axis=(-2, -1))
