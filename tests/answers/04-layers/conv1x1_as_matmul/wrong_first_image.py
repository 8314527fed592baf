"""Gives every image the result of the first.

points: 1
says: the result of the first one
"""

import numpy as np


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    y = (matrix @ x[0].reshape(c, h * w)).reshape(1, -1, h, w)
    return np.repeat(y, n, axis=0)
