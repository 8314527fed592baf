"""Takes every kernel for square (four loops).

points: 4
says: kernel width is taken from the kernel height
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for m in range(k):
                for n in range(k):
                    output[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return output
