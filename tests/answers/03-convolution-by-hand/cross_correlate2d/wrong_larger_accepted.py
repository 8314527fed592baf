"""Gives an empty result for a kernel that does not fit.

points: 5
says: must raise a ValueError
says: fits nowhere
"""

import numpy as np


def cross_correlate2d(image, kernel):
    (H, W), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((max(0, H - kh + 1), max(0, W - kw + 1)))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw].astype(float) * kernel)
    return output
