"""The example.

points: 0
says: same answer whatever it is given
"""

import numpy as np


def conv1x1_as_matmul(x, weight):
    return np.array([[[[1.0, 2], [3, 4]], [[10, 20], [30, 40]], [[11, 22], [33, 44]]]])
