"""As many outputs as pixels, zeros beyond the border.

points: 0
says: as many outputs as pixels
"""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    top, left = (kh - 1) // 2, (kw - 1) // 2
    matrix = np.zeros((n * n, n * n))
    for i, j, a, b in np.ndindex(n, n, kh, kw):
        r, c = i + a - top, j + b - left
        if 0 <= r < n and 0 <= c < n:
            matrix[i * n + j, r * n + c] = kernel[a, b]
    return matrix
