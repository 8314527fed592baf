"""Casts the quotient back to the input's dtype, so that sums overflow.

points: 1
says: cast the quotient back
"""

import numpy as np


def to_float01(image):
    if image.dtype == bool:
        return image.astype(float)
    if image.dtype.kind == "f":
        if not np.all((image >= 0) & (image <= 1)):
            raise ValueError("unknown range")
        return image.copy()
    if image.dtype not in (np.uint8, np.uint16):
        raise ValueError("unknown range")
    return (image / np.iinfo(image.dtype).max).astype(image.dtype)
