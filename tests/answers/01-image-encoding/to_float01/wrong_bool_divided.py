"""Divides bool by 255.

points: 1.5
says: nearly black
"""

import numpy as np


def to_float01(image):
    if image.dtype == np.uint16:
        return image / 65535
    if image.dtype in (np.uint8, bool):
        return image / 255
    if image.dtype.kind != "f" or not np.all((image >= 0) & (image <= 1)):
        raise ValueError("unknown range")
    return image.copy()
