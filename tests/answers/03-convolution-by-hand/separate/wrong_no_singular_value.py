"""Forgets the singular value.

points: 1
says: singular value is missing
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0], vt[0]
