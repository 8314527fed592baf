"""A tolerance that does not grow with the weights.

points: 2
says: expected
"""

import numpy as np


def is_separable(k):
    s = np.linalg.svd(k, compute_uv=False)
    return bool(np.all(s[1:] < 1e-4))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]
