"""Returns floats, whatever the image is.

points: 3
says: another dtype
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    moved = np.full(image.shape, float(fill))
    for i in range(height):
        for j in range(width):
            if 0 <= i + dy < height and 0 <= j + dx < width:
                moved[i + dy, j + dx] = image[i, j]
    return moved
