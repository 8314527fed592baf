"""Numbers the pixels as if a row had as many as the kernel.

points: 2
says: a row of the image has n of them
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows, columns = n - kh + 1, n - kw + 1
    matrix = np.zeros((rows * columns, n * n))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    matrix[i * columns + j, (i + a) * kw + j + b] = kernel[a, b]
    return matrix
