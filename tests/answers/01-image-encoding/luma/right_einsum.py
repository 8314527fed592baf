"""Contracts the channel axis."""

import numpy as np


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    return np.einsum("hwc,c->hw", image.astype(float), [0.299, 0.587, 0.114])
