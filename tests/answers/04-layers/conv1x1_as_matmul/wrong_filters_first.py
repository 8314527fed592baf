"""Leaves the axes as tensordot makes them.

points: 0
says: before the images
"""

import numpy as np


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    matrix = weight[:, :, 0, 0].astype(float)
    return np.tensordot(matrix, x.astype(float), axes=(1, 1))
