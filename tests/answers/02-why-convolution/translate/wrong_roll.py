"""np.roll: what leaves comes back.

points: 0
says: wraps around
"""

import numpy as np


def translate(image, dy, dx, fill=0):
    return np.roll(image, (dy, dx), axis=(0, 1))
