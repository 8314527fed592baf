"""Asks for rank 2.

points: 0
says: rank 2
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) == 2)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
