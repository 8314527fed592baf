"""Adds an opaque alpha to RGB.

points: 1.5
says: fourth channel that the input does not have
"""

import numpy as np


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    if image.ndim == 2:
        return image[None]
    chw = image.transpose(2, 0, 1)
    return np.concatenate([chw, np.full_like(chw[:1], 255)]) if len(chw) == 3 else chw
