"""Takes symmetric for separable.

points: 0
says: symmetric
"""

import numpy as np


def is_separable(k):
    return k.shape[0] == k.shape[1] and bool(np.allclose(k, k.T))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
