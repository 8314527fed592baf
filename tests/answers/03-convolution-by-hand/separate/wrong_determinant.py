"""Takes determinant 0 for separable.

points: 0
says: determinant
"""

import numpy as np


def is_separable(k):
    return bool(abs(np.linalg.det(k)) < 1e-9)


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
