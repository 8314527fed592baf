"""Splits into strips, the strips into patches."""

import numpy as np


def split(image, grid):
    strips = np.split(image, grid[0], axis=0)  # a ValueError where they are not equal
    return np.stack([np.stack(np.split(strip, grid[1], axis=1)) for strip in strips])


def join(patches):
    return np.vstack([np.hstack(list(row)) for row in patches])
