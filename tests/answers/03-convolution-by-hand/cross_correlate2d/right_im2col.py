"""All windows as the rows of a matrix."""

import numpy as np


def cross_correlate2d(image, kernel):
    H, W = image.shape
    kh, kw = kernel.shape
    if kh > H or kw > W:
        raise ValueError("the kernel is larger than the image")
    top, left = np.mgrid[: H - kh + 1, : W - kw + 1]
    m, n = np.mgrid[:kh, :kw]
    rows = top.reshape(-1, 1) + m.reshape(1, -1)
    columns = left.reshape(-1, 1) + n.reshape(1, -1)
    patches = image.astype(float)[rows, columns]
    return (patches @ kernel.astype(float).ravel()).reshape(H - kh + 1, W - kw + 1)
