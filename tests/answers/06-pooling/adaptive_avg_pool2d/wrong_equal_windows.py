"""Windows of H // out pixels, side by side.

points: 1
says: all of one size
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
        size = height // rows
        top, bottom = i * size, (i + 1) * size
        for j in range(columns):
            size = width // columns
            left, right = j * size, (j + 1) * size
            output[..., i, j] = x[..., top:bottom, left:right].mean(axis=(-2, -1))
    return output
