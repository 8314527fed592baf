"""Divides by a singular value that may be 0.

points: 3
says: a column of zeros
"""

import numpy as np


def is_separable(k):
    s = np.linalg.svd(k, compute_uv=False)
    return bool(np.all(s[1:] / s[0] < 1e-9))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
