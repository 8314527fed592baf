"""Counts the entries of a band matrix, and the weights of a kernel of zeros."""

import numpy as np


def local_params(n, k):
    rows, columns = np.indices((n, n))
    return int(np.count_nonzero(abs(rows - columns) <= k // 2))


def conv_params(input_shape, kernel_shape, bias=True):
    return np.zeros(kernel_shape).size + int(bias)
