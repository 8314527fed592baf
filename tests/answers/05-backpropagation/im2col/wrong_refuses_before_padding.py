"""Compares the kernel with the image before the padding is on.

points: 4
says: fits thanks to the padding
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def im2col(x, kernel_size, stride=1, padding=0):
    if kernel_size[0] > x.shape[2] or kernel_size[1] > x.shape[3]:
        raise ValueError("the kernel is larger than the image")
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    n, c, rows, columns, kh, kw = windows.shape
    windows = windows.transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(n, c * kh * kw, rows * columns)
