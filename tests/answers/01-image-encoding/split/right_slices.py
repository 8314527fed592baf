"""Cuts every patch with a slice, and joins with concatenate."""

import numpy as np


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    h, w = height // rows, width // cols
    patches = [
        [image[i * h : (i + 1) * h, j * w : (j + 1) * w] for j in range(cols)] for i in range(rows)
    ]
    return np.array(patches)


def join(patches):
    strips = [np.concatenate(list(row), axis=1) for row in patches]
    return np.concatenate(strips, axis=0)
