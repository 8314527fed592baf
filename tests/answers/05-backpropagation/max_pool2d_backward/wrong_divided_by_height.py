"""Row and column of the winner by the height of the window.

points: 2
says: has kw pixels
"""

import numpy as np


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    kh, kw = kernel_size
    grad_x = np.zeros(x.shape)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        window = x[b, c, top : top + kh, left : left + kw]
        row, column = divmod(np.argmax(window), kh)
        grad_x[b, c, top + row, left + column] += grad_out[b, c, i, j]
    return grad_x
