"""Refuses bad input with assert.

points: 2.5
says: you refuse this input with assert
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    assert image.dtype.kind in "bf", "unknown range"
    assert np.all((image >= 0) & (image <= 1)), "floats outside [0, 1]"
    return image.astype(float)
