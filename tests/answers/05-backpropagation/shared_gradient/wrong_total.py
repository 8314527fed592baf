"""Sums over the weights, too.

points: 1
says: Sum over the first axis only
"""

import numpy as np


def shared_gradient(copies):
    return np.sum(copies)
