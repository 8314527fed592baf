"""Numbers the output cells as if a row had as many as a column.

points: 0
says: output cell (i, j) is row i * (n - kw + 1) + j
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
                    matrix[i * rows + j, (i + a) * n + j + b] = kernel[a, b]
    return matrix
