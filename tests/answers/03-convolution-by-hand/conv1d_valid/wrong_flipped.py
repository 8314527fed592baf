"""Convolution instead of cross-correlation.

points: 0
says: kernel is flipped
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x, k = x.astype(float), k.astype(float)[::-1]
    return np.array([np.dot(x[i : i + len(k)], k) for i in range(len(x) - len(k) + 1)])
