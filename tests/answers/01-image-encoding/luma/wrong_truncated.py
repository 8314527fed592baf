"""Casts back to the dtype of the input.

points: 1
says: cuts the fraction off
"""

import numpy as np


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    grey = image @ np.array([0.299, 0.587, 0.114])
    return grey.astype(image.dtype)
