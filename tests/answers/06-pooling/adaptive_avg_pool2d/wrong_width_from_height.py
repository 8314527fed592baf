"""Takes the height for both axes.

points: 0
says: computed from the height
"""

import numpy as np


def adaptive_avg_pool2d(x, output_size):
    rows, columns = (output_size,) * 2 if isinstance(output_size, int) else output_size
    if rows < 1 or columns < 1:
        raise ValueError("output_size must be at least 1")
    x = x.astype(float)
    height = width = x.shape[-2]
    output = np.zeros((*x.shape[:-2], rows, columns))
    for i in range(rows):
        top, bottom = i * height // rows, -(-(i + 1) * height // rows)
        for j in range(columns):
            left, right = j * width // columns, -(-(j + 1) * width // columns)
            output[..., i, j] = x[..., top:bottom, left:right].mean(axis=(-2, -1))
    return output
