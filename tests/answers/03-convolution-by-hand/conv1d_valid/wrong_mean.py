"""Mean instead of sum.

points: 0
says: mean of the products
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x = x.astype(float)
    return np.array([np.mean(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])
