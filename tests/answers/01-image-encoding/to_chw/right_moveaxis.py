"""Gives grey a last axis, then moves the last axis to the front."""

import numpy as np


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    if image.ndim == 2:
        image = image[..., np.newaxis]
    return np.moveaxis(image, -1, 0)
