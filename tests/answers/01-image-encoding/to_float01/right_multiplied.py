"""Multiplies by the reciprocal, and uses a mask for bool."""

import numpy as np


def to_float01(image):
    if image.dtype == np.uint8:
        return image * (1 / 255)
    if image.dtype == np.uint16:
        return image * (1 / 65535)
    if image.dtype == bool:
        ones = np.zeros(image.shape)
        ones[image] = 1
        return ones
    if not np.issubdtype(image.dtype, np.floating) or not np.all(abs(image - 0.5) <= 0.5):
        raise ValueError("neither a known whole-number dtype nor floats in [0, 1]")
    return +image
