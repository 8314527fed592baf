"""Square windows.

points: 2
says: their width is taken from their height
"""

import numpy as np


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    kh = kw = kernel_size[0]
    grad_x = np.zeros(x.shape)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        window = x[b, c, top : top + kh, left : left + kw]
        row, column = np.unravel_index(np.argmax(window), window.shape)
        grad_x[b, c, top + row, left + column] += grad_out[b, c, i, j]
    return grad_x
