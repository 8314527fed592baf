"""Lets floats of any range pass.

points: 2.5
says: floats outside [0, 1] pass
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    if image.dtype.kind not in "bf":
        raise ValueError("unknown range")
    return image.astype(float)
