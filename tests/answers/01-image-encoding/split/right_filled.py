"""Fills an empty array patch by patch, both ways."""

import numpy as np


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    h, w = height // rows, width // cols
    patches = np.empty((rows, cols, h, w, *image.shape[2:]), dtype=image.dtype)
    for i, j in np.ndindex(rows, cols):
        patches[i, j] = image[i * h :, j * w :][:h, :w]
    return patches


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    image = np.zeros((rows * h, cols * w, *channels), dtype=patches.dtype)
    for i, j in np.ndindex(rows, cols):
        image[i * h : (i + 1) * h, j * w : (j + 1) * w] = patches[i, j]
    return image
