"""Writes into its input where that is a float array.

points: 2.5
says: changes its argument image in place
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype.kind != "f" or not np.all((image >= 0) & (image <= 1)):
        raise ValueError("unknown range")
    result = image.copy()
    image *= 0
    return result
