"""Multiplies in uint8.

points: 1
says: wrapped around
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    return np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])
