"""Takes every kernel for square (slices).

points: 4
says: kernel width is taken from the kernel height
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    k = kernel.shape[0]
    image = image.astype(float)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return output
