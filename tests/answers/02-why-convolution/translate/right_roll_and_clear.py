"""Rolls, then clears what came round: a slice may be longer than the picture."""

import numpy as np


def translate(image, dy, dx, fill=0):
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    if dy > 0:
        moved[:dy] = fill
    if dy < 0:
        moved[dy:] = fill
    if dx > 0:
        moved[:, :dx] = fill
    if dx < 0:
        moved[:, dx:] = fill
    return moved
