"""The rows of the kernel lie as far apart as the output is wide.

points: 2
says: as the output is wide
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
                start = i * n + a * columns + j
                matrix[i * columns + j, start : start + kw] = kernel[a]
    return matrix
