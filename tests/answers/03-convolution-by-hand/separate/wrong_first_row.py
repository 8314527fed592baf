"""Builds on the first row and column.

points: 3
says: first row and column
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    return k[:, 0] / k[0, 0], k[0]
