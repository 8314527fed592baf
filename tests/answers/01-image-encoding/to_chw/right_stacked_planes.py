"""Stacks the planes one by one."""

import numpy as np


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    image = np.atleast_3d(image)
    return np.stack([image[:, :, k] for k in range(image.shape[2])])
