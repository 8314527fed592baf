"""Output as long as the signal.

points: 0
says: as long as the signal
"""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    y = np.zeros(len(x))
    for i in range(len(x) - len(k) + 1):
        y[i] = np.sum(x[i : i + len(k)].astype(float) * k)
    return y
