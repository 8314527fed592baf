"""Shifts x by its mean, and forgets to shift it back.

points: 2
says: changes its argument x in place
"""

import numpy as np


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    result = np.einsum("nchw,fc->nfhw", x.astype(float), weight[:, :, 0, 0].astype(float))
    x[0, 0, 0, 0] = 0
    return result
