"""Nine ones, without the 1/9.

points: 2
says: 1/9
says: nine times as bright
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
KERNELS["blur"] = [[1, 1, 1]] * 3


def kernel(name):
    if name not in KERNELS:
        raise ValueError(f"there is no kernel called {name!r}")
    return np.array(KERNELS[name], dtype=float)
