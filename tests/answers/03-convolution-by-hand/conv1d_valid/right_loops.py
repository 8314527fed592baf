"""Two loops."""

import numpy as np


def conv1d_valid(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    y = []
    for i in range(len(x) - len(k) + 1):
        total = 0.0
        for m in range(len(k)):
            total += float(x[i + m]) * float(k[m])
        y.append(total)
    return np.array(y)
