"""Pads kh // 2 and kw // 2 on all sides.

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
    padded = np.pad(image, ((kh // 2, kh // 2), (kw // 2, kw // 2)))
    return (sliding_window_view(padded, kernel.shape) * kernel).sum(axis=(-2, -1))
