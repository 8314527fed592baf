"""Asks for singular values of exactly 0.

points: 0
says: exactly 0
says: relative to the largest
"""

import numpy as np


def is_separable(k):
    s = np.linalg.svd(k, compute_uv=False)
    return bool(np.all(s[1:] == 0))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
