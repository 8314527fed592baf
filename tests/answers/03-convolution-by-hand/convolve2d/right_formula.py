"""The formula with its minus, in loops."""

import numpy as np


def convolve2d(image, kernel):
    (H, W), (kh, kw) = image.shape, kernel.shape
    if kh > H or kw > W:
        raise ValueError("the kernel is larger than the image")
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(kh - 1, H):
        for j in range(kw - 1, W):
            for m in range(kh):
                for n in range(kw):
                    output[i - kh + 1, j - kw + 1] += image[i - m, j - n] * kernel[m, n]
    return output
