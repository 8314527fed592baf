"""Weights in BGR order.

points: 1
says: weights are reversed
"""

import numpy as np


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    return image @ np.array([0.114, 0.587, 0.299])
