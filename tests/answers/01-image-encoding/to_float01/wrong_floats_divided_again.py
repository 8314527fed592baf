"""Divides floats that are in [0, 1] already.

points: 1.5
says: divided although they are in [0, 1] already
"""

import numpy as np


def to_float01(image):
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype == np.uint16:
        return image / 65535
    if image.dtype.kind == "f" and not np.all((image >= 0) & (image <= 1)):
        raise ValueError("unknown range")
    if image.dtype.kind not in "uf":
        raise ValueError("unknown range")
    return image / 255
