"""Leaves the padding on.

points: 3
says: padding is still there
"""

import numpy as np


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    (height, width), (kh, kw) = output_size, kernel_size
    high, wide = height + 2 * padding, width + 2 * padding
    rows, places = (high - kh) // stride + 1, (wide - kw) // stride + 1
    if columns.shape[1] % (kh * kw) or columns.shape[2] != rows * places:
        raise ValueError(f"columns of shape {columns.shape} cannot come from such images")
    blocks = columns.reshape(len(columns), -1, kh, kw, rows, places)
    canvas = np.zeros((*blocks.shape[:2], high, wide))
    for i in range(rows):
        for j in range(places):
            top, left = i * stride, j * stride
            canvas[:, :, top : top + kh, left : left + kw] += blocks[..., i, j]
    return canvas
