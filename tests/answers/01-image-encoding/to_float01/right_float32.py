"""Returns float32, case by case."""

import numpy as np


def to_float01(image):
    match image.dtype.kind, image.dtype.itemsize:
        case "b", _:
            return np.where(image, np.float32(1), np.float32(0))
        case "u", 1:
            return image.astype(np.float32) / np.float32(255)
        case "u", 2:
            return image.astype(np.float32) / np.float32(65535)
        case "f", _:
            if np.isnan(image).any() or image.min() < 0 or image.max() > 1:
                raise ValueError("expected floats from 0 to 1")
            return image.astype(np.float32)
    raise ValueError(f"cannot tell the range of {image.dtype}")
