"""Uses the kernel's width as its height, everywhere.

points: 0
says: its height from its width
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows = columns = n - kw + 1
    matrix = np.zeros((rows * columns, n * n))
    for i in range(rows):
        for j in range(columns):
            for a in range(kw):
                for b in range(kw):
                    matrix[i * columns + j, (i + a) * n + j + b] = kernel[a, b]
    return matrix
