"""Adds the other laplacian.

points: 2
says: laplacian 8
"""

import numpy as np


def kernel(name):
    down = np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]])
    pixel = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    kernels = {
        "vertical edges": down.T,
        "horizontal edges": down,
        "blur": np.ones((3, 3)) / 9,
        "laplacian": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
        "laplacian 8": 9 * pixel - 1,
        "sharpen": 10 * pixel - 1,
    }
    if name not in kernels:
        raise ValueError(f"there is no kernel {name!r}")
    return kernels[name]
