"""Pads to keep the size.

points: 0
says: as large as the image
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    (H, W), (kh, kw) = image.shape, kernel.shape
    padded = np.pad(image.astype(float), (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)))
    output = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            output[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel)
    return output
