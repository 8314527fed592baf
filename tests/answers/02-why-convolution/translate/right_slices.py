"""Slices, with the shift limited to the size."""

import numpy as np


def translate(image, dy, dx, fill=0):
    def slices(size, shift):
        shift = max(-size, min(size, shift))
        new, old = max(shift, 0), max(-shift, 0)
        return slice(new, size - old), slice(old, size - new)

    (rows, from_rows), (columns, from_columns) = map(slices, image.shape, (dy, dx))
    moved = np.full_like(image, fill)
    moved[rows, columns] = image[from_rows, from_columns]
    return moved
