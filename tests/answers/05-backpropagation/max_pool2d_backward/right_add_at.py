"""The pixels of all winners, then np.add.at."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    windows = sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    winner = windows.reshape(*grad_out.shape, -1).argmax(axis=-1)
    down, right = np.divmod(winner, kernel_size[1])
    b, c, i, j = np.indices(grad_out.shape)
    grad_x = np.zeros(x.shape)
    np.add.at(grad_x, (b, c, i * stride + down, j * stride + right), grad_out)
    return grad_x
