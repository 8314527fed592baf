"""Writes = for +=.

points: 0
says: last product
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x, k = x.astype(float), k.astype(float)
    y = np.zeros(len(x) - len(k) + 1)
    for i in range(len(y)):
        for m in range(len(k)):
            y[i] = x[i + m] * k[m]
    return y
