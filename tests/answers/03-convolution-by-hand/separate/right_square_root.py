"""The singular value shared between both."""

import numpy as np


def is_separable(k):
    s = np.linalg.svd(k, compute_uv=False)
    return len(s) == 1 or s[1] <= 1e-10 * s[0]


def separate(k):
    if not is_separable(k):
        raise ValueError(f"rank {np.linalg.matrix_rank(k)}")
    u, s, vt = np.linalg.svd(k)
    return [-u[:, 0] * np.sqrt(s[0]), -vt[0] * np.sqrt(s[0])]
