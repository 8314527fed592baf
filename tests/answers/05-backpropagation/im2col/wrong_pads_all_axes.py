"""Pads the axes of images and channels, too.

points: 3
says: pads all four axes
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def im2col(x, kernel_size, stride=1, padding=0):
    n, c = x.shape[:2]
    x = np.pad(x, padding)
    if kernel_size[0] > x.shape[2] or kernel_size[1] > x.shape[3]:
        raise ValueError("the kernel is larger than the image")
    windows = sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    _, _, rows, columns, kh, kw = windows.shape
    windows = windows.transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(n, c * kh * kw, rows * columns)
