"""Knows float64 only.

points: 1.5
says: you know floats of 64 bits only
"""

import numpy as np


def to_float01(image):
    if image.dtype in (np.uint8, np.uint16):
        return image / np.iinfo(image.dtype).max
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype != float:
        raise ValueError(f"the range of {image.dtype} is unknown")
    if not np.all((image >= 0) & (image <= 1)):
        raise ValueError("floats outside [0, 1]")
    return image.copy()
