"""Calls NumPy's own.

points: 0
says: numpy.correlate
says: yourself
"""

import numpy as np


def conv1d_valid(x, k):
    return np.correlate(x.astype(float), k.astype(float), mode="valid")
