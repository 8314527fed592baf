"""Uses the corner of any kernel.

points: 2
says: must raise a ValueError
says: also looks at the neighbours
"""

import numpy as np


def conv1x1_as_matmul(x, weight):
    n, c, h, w = x.shape
    if weight.shape[1] != c:
        raise ValueError("channels")
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    return np.einsum("nchw,fc->nfhw", x, matrix)
