"""Adds one strided slice for each weight."""

import numpy as np


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    (height, width), (kh, kw) = output_size, kernel_size
    rows = (height + 2 * padding - kh) // stride + 1
    places = (width + 2 * padding - kw) // stride + 1
    if columns.shape[1] % (kh * kw) or columns.shape[2] != rows * places:
        raise ValueError("no such columns")
    blocks = columns.reshape(len(columns), -1, kh, kw, rows, places)
    canvas = np.zeros((*blocks.shape[:2], height + 2 * padding, width + 2 * padding))
    for m in range(kh):
        for n in range(kw):
            down = slice(m, m + stride * (rows - 1) + 1, stride)
            right = slice(n, n + stride * (places - 1) + 1, stride)
            canvas[:, :, down, right] += blocks[:, :, m, n]
    return canvas[:, :, padding : padding + height, padding : padding + width]
