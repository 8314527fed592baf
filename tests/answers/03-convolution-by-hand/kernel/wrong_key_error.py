"""Lets the dict complain.

points: 2
says: KeyError
says: ValueError
"""

import numpy as np

KERNELS = {
    "vertical edges": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
    "horizontal edges": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    "blur": [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]],
    "laplacian": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
    "laplacian 8": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
}


def kernel(name):
    return np.array(KERNELS[name])
