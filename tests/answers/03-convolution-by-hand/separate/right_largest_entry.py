"""Row and column through the largest entry."""

import numpy as np


def is_separable(k):
    column, row = _cross(k)
    return bool(np.allclose(np.outer(column, row), k, rtol=1e-9, atol=1e-9 * np.abs(k).max()))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    return _cross(k)


def _cross(k):
    i, j = np.unravel_index(np.argmax(np.abs(k)), k.shape)
    if k[i, j] == 0:
        return np.zeros(k.shape[0]), np.zeros(k.shape[1])
    return k[:, j].astype(float), k[i] / k[i, j]
