"""Reads the image at [j, i].

points: 0
says: transposed
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    image = image.astype(float).T
    (H, W), (kh, kw) = image.shape, kernel.shape
    kernel = kernel.astype(float).T
    (kh, kw) = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output
