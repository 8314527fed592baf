"""All overlaps, with padding.

points: 0
says: full mode
"""

import numpy as np

from cnnlib import functional


def convolve2d(image, kernel):
    kh, kw = kernel.shape
    if kh > image.shape[0] or kw > image.shape[1]:
        raise ValueError("the kernel is larger than the image")
    padded = np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))
    return functional.cross_correlate2d(padded, kernel[::-1, ::-1])
