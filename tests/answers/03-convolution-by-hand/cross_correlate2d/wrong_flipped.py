"""Turns the kernel: a true convolution.

points: 0
says: kernel is flipped
"""

import numpy as np


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    kernel = kernel[::-1, ::-1]
    image, kernel = image.astype(float), kernel.astype(float)
    (H, W), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output
