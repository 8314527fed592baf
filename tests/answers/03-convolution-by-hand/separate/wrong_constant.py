"""Always Sobel.

points: 0
says: expected
"""

import numpy as np


def is_separable(k):
    return True


def separate(k):
    return np.array([1, 2, 1]), np.array([-1, 0, 1])
