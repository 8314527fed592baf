"""Splits every kernel.

points: 3
says: must raise a ValueError
says: nearest separable kernel
"""

import numpy as np


def is_separable(k):
    return bool(np.linalg.matrix_rank(k) <= 1)


def separate(k):
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
