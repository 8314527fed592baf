"""The formula of the full convolution at the places of the valid one.

points: 0
says: wraps around
"""

import numpy as np


def convolve2d(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError("the kernel is larger than the image")
    output = np.zeros((height - kh + 1, width - kw + 1))
    for i, j in np.ndindex(output.shape):
        for m, n in np.ndindex(kh, kw):
            output[i, j] += image[i - m, j - n] * kernel[m, n]
    return output
