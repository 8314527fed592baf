"""Pads so that every overlap counts.

points: 0
says: whole windows
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x = np.pad(x.astype(float), len(k) - 1)
    return np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])
