"""Cuts windows of kh x kh.

points: 4
says: kernel width is taken from the kernel height
"""

import numpy as np


def cross_correlate2d(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError(f"a kernel {kernel.shape} does not fit on {image.shape}")
    image, kernel = image.astype(float), kernel.astype(float)
    output = np.zeros((height - kh + 1, width - kw + 1))
    for i, j in np.ndindex(output.shape):
        output[i, j] = np.sum(image[i : i + kh, j : j + kh] * kernel)
    return output
