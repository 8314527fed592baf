"""Writes into the image.

points: 5
says: changes its argument image in place
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    output = np.sum(
        sliding_window_view(image.astype(float), kernel.shape) * kernel.astype(float),
        axis=(-2, -1),
    )
    image[0, 0] = 0
    return output
