"""A border all round, wide enough for the shift, then a window."""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    padded = np.pad(image, ((abs(dy), abs(dy)), (abs(dx), abs(dx))), constant_values=fill)
    top, left = abs(dy) - dy, abs(dx) - dx
    return padded[top : top + height, left : left + width].copy()
