"""A sum of Kronecker products of shifted diagonals."""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows, columns = n - kh + 1, n - kw + 1
    return sum(
        kernel[a, b] * np.kron(np.eye(rows, n, k=a), np.eye(columns, n, k=b))
        for a in range(kh)
        for b in range(kw)
    )
