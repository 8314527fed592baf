"""tensordot over the channels."""

import numpy as np


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    return np.moveaxis(np.tensordot(matrix, x, axes=(1, 1)), 0, 1)
