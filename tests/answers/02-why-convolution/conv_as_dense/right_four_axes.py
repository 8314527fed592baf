"""A 4D array of weights, reshaped at the end."""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")
    rows, columns = n - kh + 1, n - kw + 1
    weights = np.zeros((rows, columns, n, n))
    for i, j in np.ndindex(rows, columns):
        weights[i, j, i : i + kh, j : j + kw] = kernel
    return weights.reshape(rows * columns, n * n)
