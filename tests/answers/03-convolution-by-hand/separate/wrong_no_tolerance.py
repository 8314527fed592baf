"""Compares exactly.

points: 2
says: exactly
"""

import numpy as np


def is_separable(k):
    u, s, vt = np.linalg.svd(k)
    return bool((np.outer(u[:, 0] * s[0], vt[0]) == k).all())


def separate(k):
    if np.linalg.matrix_rank(k) > 1:
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
