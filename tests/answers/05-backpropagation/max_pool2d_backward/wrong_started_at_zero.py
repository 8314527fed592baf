"""The maximum starts at 0.

points: 0
says: started at 0
"""

import numpy as np


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    kh, kw = kernel_size
    grad_x = np.zeros(x.shape)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        window = x[b, c, top : top + kh, left : left + kw]
        best, place = 0, None
        for (m, n), value in np.ndenumerate(window):
            if value > best:
                best, place = value, (b, c, top + m, left + n)
        if place:
            grad_x[place] += grad_out[b, c, i, j]
    return grad_x
