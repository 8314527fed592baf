"""Divides rows by their first number.

points: 3
says: first number of a row
"""

import numpy as np


def is_separable(k):
    return bool(all(np.allclose(row / row[0], k[0] / k[0, 0], atol=0) for row in k))


def separate(k):
    if not is_separable(k):
        raise ValueError("the kernel is not separable")
    return k[:, 0] / k[0, 0], k[0]
