"""Goes pixel by pixel."""

import numpy as np


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    grey = np.zeros(image.shape[:2])
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            red, green, blue = (float(v) for v in image[i, j])
            grey[i, j] = (299 * red + 587 * green + 114 * blue) / 1000
    return grey
