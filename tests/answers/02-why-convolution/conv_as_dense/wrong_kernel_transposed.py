"""Lays the kernel down the columns.

points: 2
says: kernel is transposed
"""

import numpy as np


def conv_as_dense(kernel, n):
    kernel = kernel.T
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows, columns = n - kh + 1, n - kw + 1
    matrix = np.zeros((rows * columns, n * n))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                start = (i + a) * n + j
                matrix[i * columns + j, start : start + kw] = kernel[a]
    return matrix
