"""Clips floats instead of refusing them.

points: 2.5
says: clip floats
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    if image.dtype.kind not in "bf":
        raise ValueError("unknown range")
    return np.clip(image.astype(float), 0, 1)
