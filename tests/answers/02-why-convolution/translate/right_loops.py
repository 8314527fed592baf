"""Every pixel, if its new place exists."""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    moved = np.full_like(image, fill)
    for i in range(height):
        for j in range(width):
            if 0 <= i + dy < height and 0 <= j + dx < width:
                moved[i + dy, j + dx] = image[i, j]
    return moved
