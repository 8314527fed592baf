"""Limits the shift to one less than the size.

points: 3
says: stops at the edge
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    dy = max(1 - height, min(height - 1, dy))
    dx = max(1 - width, min(width - 1, dx))
    moved = np.full_like(image, fill)
    for i in range(max(0, -dy), height - max(0, dy)):
        for j in range(max(0, -dx), width - max(0, dx)):
            moved[i + dy, j + dx] = image[i, j]
    return moved
