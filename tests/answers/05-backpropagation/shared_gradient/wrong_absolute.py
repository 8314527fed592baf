"""Adds absolute values.

points: 0
says: absolute values
"""

import numpy as np


def shared_gradient(copies):
    return np.abs(copies).sum(axis=0)
