"""Makes the output as large as the image.

points: 0
says: as large as the image
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    (H, W), (kh, kw) = image.shape, kernel.shape
    output = np.zeros_like(image, dtype=float)
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return output
