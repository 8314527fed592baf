"""All windows at once, place by place within them."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    windows = sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    winner = windows.reshape(*grad_out.shape, -1).argmax(axis=-1)
    grad_x = np.zeros(x.shape)
    rows, columns = grad_out.shape[2:]
    for k, (m, n) in enumerate(np.ndindex(kernel_size)):
        target = grad_x[:, :, m : m + stride * rows : stride, n : n + stride * columns : stride]
        target += (winner == k) * grad_out
    return grad_x
