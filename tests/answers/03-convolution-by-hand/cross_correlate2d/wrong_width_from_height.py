"""Takes the output width from the image's height.

points: 4
says: width is taken from the height
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    kh, kw = kernel.shape
    size = image.shape[0]
    output = np.zeros((size - kh + 1, size - kw + 1))
    for i, j in np.ndindex(*output.shape):
        for m, n in np.ndindex(kh, kw):
            output[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return output
