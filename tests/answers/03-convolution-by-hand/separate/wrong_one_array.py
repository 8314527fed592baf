"""Returns the outer product instead of its two factors.

points: 1
says: return two arrays: column, row
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    return np.outer(k[:, 0], k[0]) / k[0, 0]
