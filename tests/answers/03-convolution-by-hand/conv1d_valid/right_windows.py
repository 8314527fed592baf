"""All windows at once, times the kernel."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv1d_valid(x, k):
    if k.size > x.size:
        raise ValueError(f"{k.size} weights, {x.size} numbers")
    return sliding_window_view(x.astype(np.float64), k.size) @ k.astype(np.float64)
