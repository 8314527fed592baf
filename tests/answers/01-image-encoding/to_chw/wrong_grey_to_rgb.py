"""Repeats a grey picture three times.

points: 2
says: three equal planes
"""

import numpy as np


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return np.stack([image] * 3) if image.ndim == 2 else image.transpose(2, 0, 1)
