"""dy moves along the columns.

points: 0
says: swapped dy and dx
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    moved = np.full_like(image, fill)
    for i in range(height):
        for j in range(width):
            if 0 <= i + dx < height and 0 <= j + dy < width:
                moved[i + dx, j + dy] = image[i, j]
    return moved
