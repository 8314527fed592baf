"""Collects the sums in an array of the image's dtype.

points: 5
says: wrapped around
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    (H, W), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1), dtype=image.dtype)
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for m in range(kh):
                for n in range(kw):
                    output[i, j] += (image[i + m, j + n] * kernel[m, n]).astype(image.dtype)
    return output.astype(float)
