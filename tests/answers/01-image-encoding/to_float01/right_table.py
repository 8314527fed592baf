"""Looks the divisor up by the name of the dtype."""

import numpy as np

LARGEST = {"uint8": 255, "uint16": 65535, "bool": 1, "float32": 1, "float64": 1}


def to_float01(image):
    if image.dtype.name not in LARGEST:
        raise ValueError(f"the range of {image.dtype} is unknown")
    result = np.array(image, dtype=float) / LARGEST[image.dtype.name]
    if not ((result >= 0) & (result <= 1)).all():
        raise ValueError("floats must be in [0, 1]")
    return result
