"""Moves the last axis of a grey picture to the front, which turns it over.

points: 2
says: it has no channel axis that could be moved
"""

import numpy as np


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return np.moveaxis(image, -1, 0)
