"""Returns a column and a row with two axes.

points: 1
says: two axes
says: .ravel()
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, :1] * s[0], vt[:1]
