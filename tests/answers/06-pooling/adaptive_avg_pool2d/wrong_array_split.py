"""Splits as np.array_split does.

points: 1
says: np.array_split
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
        top, *_, bottom = (*np.array_split(np.arange(height), rows)[i], 0)
        bottom = top + len(np.array_split(np.arange(height), rows)[i])
        for j in range(columns):
            part = np.array_split(np.arange(width), columns)[j]
            left, right = part[0], part[-1] + 1
            output[..., i, j] = x[..., top:bottom, left:right].mean(axis=(-2, -1))
    return output
