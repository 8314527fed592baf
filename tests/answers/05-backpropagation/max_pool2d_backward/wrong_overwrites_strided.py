"""One loop over the window, each turn of which overwrites what overlaps.

points: 3
says: = for +=
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    kh, kw = kernel_size
    rows, columns = grad_out.shape[2:]
    windows = sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    winner = windows.reshape(*grad_out.shape, kh * kw).argmax(axis=-1)
    grad_x = np.zeros(x.shape)
    for m in range(kh):
        for n in range(kw):
            down = slice(m, m + stride * rows, stride)
            right = slice(n, n + stride * columns, stride)
            grad_x[:, :, down, right] = grad_out * (winner == m * kw + n)
    return grad_x
