"""Knows the visible ones, guesses the others.

points: 1
says: expected
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
for name in ("horizontal edges", "laplacian 8"):
    KERNELS[name] = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def kernel(name):
    if name not in KERNELS:
        raise ValueError(f"there is no kernel called {name!r}")
    return np.array(KERNELS[name], dtype=float)
