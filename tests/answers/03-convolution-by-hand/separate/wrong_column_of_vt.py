"""Takes the first column of vt.

points: 1
says: returns v transposed
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[:, 0]
