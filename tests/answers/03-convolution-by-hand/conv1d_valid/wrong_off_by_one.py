"""Forgets the last window.

points: 0
says: off-by-one
says: last window
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x, k = x.astype(float), k.astype(float)
    return np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k))])
