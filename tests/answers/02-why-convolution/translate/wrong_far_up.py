"""Limits the shift to the size downwards and to the right only.

points: 3
says: beyond the edge
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    dy, dx = min(dy, height), min(dx, width)
    moved = np.full_like(image, fill)
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = image[
        max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)
    ]
    return moved
