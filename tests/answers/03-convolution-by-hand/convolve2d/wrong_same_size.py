"""Pads to keep the size.

points: 0
says: as large as the image
"""

import numpy as np

from cnnlib import functional


def convolve2d(image, kernel):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("the kernel is larger than the image")
    padded = np.pad(image, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)))
    return functional.cross_correlate2d(padded, kernel[::-1, ::-1])
