"""Counts every place where image and kernel overlap.

points: 0
says: hangs over the border
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError(f"a kernel {kernel.shape} does not fit on {image.shape}")
    image, kernel = image.astype(float), kernel.astype(float)
    padded = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    return (sliding_window_view(padded, kernel.shape) * kernel).sum(axis=(-2, -1))
