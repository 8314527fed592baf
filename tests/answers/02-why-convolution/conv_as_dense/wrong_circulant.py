"""As many outputs as pixels; windows wrap around the border.

points: 0
says: wrap around to the other side
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    matrix = np.zeros((n * n, n * n))
    for i, j, a, b in np.ndindex(n, n, kh, kw):
        matrix[i * n + j, (i + a) % n * n + (j + b) % n] = kernel[a, b]
    return matrix
