"""Numbers the windows by i R + j.

points: 3
says: column i * S + j
"""

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = kernel_size
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("the kernel does not fit")
    rows = (x.shape[2] - kh) // stride + 1
    columns = (x.shape[3] - kw) // stride + 1
    output = np.zeros((len(x), x.shape[1] * kh * kw, rows * columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + kh, left : left + kw]
            output[:, :, i * rows + j] = window.reshape(len(x), -1)
    return output
