"""Asks whether anything is outside of [0, 1], which nan is not.

points: 2.5
says: your check lets nan through
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    if image.dtype.kind not in "bf":
        raise ValueError("unknown range")
    if image.dtype.kind == "f" and (image.min() < 0 or image.max() > 1):
        raise ValueError("floats outside [0, 1]")
    return image.astype(float)
