"""Only the rows lack + 1.

points: 0
says: last row of places is missing
"""

import numpy as np


def cross_correlate2d(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError(f"a kernel {kernel.shape} does not fit on {image.shape}")
    image, kernel = image.astype(float), kernel.astype(float)
    output = np.zeros((height - kh, width - kw + 1))
    for i, j in np.ndindex(output.shape):
        output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output
