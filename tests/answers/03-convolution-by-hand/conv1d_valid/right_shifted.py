"""One shifted copy of the signal for each weight."""

import numpy as np


def conv1d_valid(x, k):
    n = len(x) - len(k) + 1
    if n < 1:
        raise ValueError("no place to put the kernel")
    y = np.zeros(n)
    for m, weight in enumerate(k):
        y += weight * x[m : m + n].astype(float)
    return y
