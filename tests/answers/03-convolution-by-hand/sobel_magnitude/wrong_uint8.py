"""Takes differences in uint8.

points: 2
says: expected
"""

import numpy as np


def sobel_magnitude(image):
    if min(image.shape) < 3:
        raise ValueError("at least 3 x 3 pixels are needed")
    dx = image[:, 2:] - image[:, :-2]
    dy = image[2:] - image[:-2]
    gx = dx[:-2] + 2 * dx[1:-1] + dx[2:]
    gy = dy[:, :-2] + 2 * dy[:, 1:-1] + dy[:, 2:]
    return np.sqrt(gx.astype(float) ** 2 + gy.astype(float) ** 2)
