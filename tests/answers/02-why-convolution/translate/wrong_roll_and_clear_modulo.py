"""Rolls, then clears the rows of the shift modulo the size.

points: 3
says: modulo the size
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    height, width = image.shape
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    down, right = int(np.fmod(dy, height)), int(np.fmod(dx, width))
    if down > 0:
        moved[:down] = fill
    if down < 0:
        moved[down:] = fill
    if right > 0:
        moved[:, :right] = fill
    if right < 0:
        moved[:, right:] = fill
    return moved
