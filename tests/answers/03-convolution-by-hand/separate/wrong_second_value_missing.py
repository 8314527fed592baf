"""Asks for s[1] where there is none.

points: 0
says: a single row
"""

import numpy as np


def is_separable(k):
    s = np.linalg.svd(k, compute_uv=False)
    return bool(s[1] <= 1e-9 * s[0])


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
