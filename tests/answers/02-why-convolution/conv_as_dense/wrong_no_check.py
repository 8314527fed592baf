"""Returns an empty matrix where the kernel does not fit.

points: 5
says: fits nowhere
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    rows, columns = max(0, n - kh + 1), max(0, n - kw + 1)
    matrix = np.zeros((rows * columns, n * n))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                start = (i + a) * n + j
                matrix[i * columns + j, start : start + kw] = kernel[a]
    return matrix
