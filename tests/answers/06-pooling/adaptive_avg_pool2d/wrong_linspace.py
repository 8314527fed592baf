"""Rounds the edges of np.linspace.

points: 1
says: to the nearest pixel
"""

import numpy as np


def adaptive_avg_pool2d(x, output_size):
    rows, columns = (output_size,) * 2 if isinstance(output_size, int) else output_size
    if rows < 1 or columns < 1:
        raise ValueError("output_size must be at least 1")
    x = x.astype(float)
    height, width = x.shape[-2:]
    output = np.zeros((*x.shape[:-2], rows, columns))
    for i in range(rows):
        top, bottom = np.linspace(0, height, rows + 1).round().astype(int)[i : i + 2]
        for j in range(columns):
            left, right = np.linspace(0, width, columns + 1).round().astype(int)[j : j + 2]
            output[..., i, j] = x[..., top:bottom, left:right].mean(axis=(-2, -1))
    return output
