"""Sums over the last axis.

points: 1
says: last axis
"""

import numpy as np


def shared_gradient(copies):
    return np.sum(copies, axis=-1)
