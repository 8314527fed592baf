"""The formula, word by word."""

import numpy as np


def cross_correlate2d(image, kernel):
    H, W = image.shape
    kh, kw = kernel.shape
    if kh > H or kw > W:
        raise ValueError(f"a {kh} x {kw} kernel does not fit on {H} x {W} pixels")
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for m in range(kh):
                for n in range(kw):
                    output[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return output
