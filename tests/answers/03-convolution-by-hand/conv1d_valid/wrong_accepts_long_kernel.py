"""Gives an empty result for a kernel that is too long.

points: 1
says: must raise a ValueError
"""

import numpy as np


def conv1d_valid(x, k):
    x = x.astype(float)
    return np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])
