"""Divides uint16 by 255.

points: 1
says: uint16 is divided by 255
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / 255
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype.kind != "f" or not np.all((image >= 0) & (image <= 1)):
        raise ValueError("unknown range")
    return image.copy()
