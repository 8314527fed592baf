"""Lets i run over the columns and j over the rows.

points: 0
says: each other's ends
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows, columns = n - kh + 1, n - kw + 1
    matrix = np.zeros((rows * columns, n * n))
    for i in range(columns):
        for j in range(rows):
            for a in range(kh):
                for b in range(kw):
                    matrix[i * columns + j, (i + a) * n + j + b] = kernel[a, b]
    return matrix
