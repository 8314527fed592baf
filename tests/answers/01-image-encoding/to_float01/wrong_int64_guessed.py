"""Guesses that int64 goes up to 255.

points: 2.5
says: int64 array says nothing about its range
"""

import numpy as np


def to_float01(image):
    if image.dtype == np.uint16:
        return image / 65535
    if image.dtype.kind in "iu":
        return image / 255
    if image.dtype.kind == "f" and not np.all((image >= 0) & (image <= 1)):
        raise ValueError("unknown range")
    return image.astype(float)
