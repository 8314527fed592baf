"""Copied from one kernel.

points: 0
says: same answer
"""

import numpy as np


def kernel(name):
    return np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
