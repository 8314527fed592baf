"""Every tied maximum gets the gradient.

points: 3
says: each of them got the whole gradient
"""

import numpy as np


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    kh, kw = kernel_size
    grad_x = np.zeros(x.shape)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        window = x[b, c, top : top + kh, left : left + kw]
        share = window == window.max()
        grad_x[b, c, top : top + kh, left : left + kw] += share * grad_out[b, c, i, j]
    return grad_x
