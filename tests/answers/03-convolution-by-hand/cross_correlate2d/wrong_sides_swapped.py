"""Unpacks kernel.shape as width and height.

points: 4
says: height and width of the kernel are swapped
"""

import numpy as np


def cross_correlate2d(image, kernel):
    height, width = image.shape
    kw, kh = kernel.shape
    if kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError(f"a kernel {kernel.shape} does not fit on {image.shape}")
    image, kernel = image.astype(float), kernel.astype(float)
    output = np.zeros((height - kh + 1, width - kw + 1))
    for i, j in np.ndindex(output.shape):
        output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output
