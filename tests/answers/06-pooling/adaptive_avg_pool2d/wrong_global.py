"""Averages over everything.

points: 0
says: mean of the whole image
"""

import numpy as np


def adaptive_avg_pool2d(x, output_size):
    rows, columns = (output_size,) * 2 if isinstance(output_size, int) else output_size
    if rows < 1 or columns < 1:
        raise ValueError("output_size must be at least 1")
    x = x.astype(float)
    output = np.zeros((*x.shape[:-2], rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[..., i, j] = x.mean(axis=(-2, -1))
    return output
