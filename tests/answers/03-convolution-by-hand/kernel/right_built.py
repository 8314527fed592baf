"""Built from outer products and a centre."""

import numpy as np


def kernel(name):
    centre = np.zeros((3, 3))
    centre[1, 1] = 1
    cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    if name == "vertical edges":
        return np.outer([1, 1, 1], [1, 0, -1])
    elif name == "horizontal edges":
        return np.outer([1, 0, -1], [1, 1, 1])
    elif name == "blur":
        return np.full((3, 3), 1 / 9)
    elif name == "laplacian":
        return 5 * centre - cross
    elif name == "laplacian 8":
        return 9 * centre - np.ones((3, 3))
    elif name == "sharpen":
        return 6 * centre - cross
    raise ValueError(name + " is none of the six")
