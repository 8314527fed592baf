"""One row for each weight."""

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    x = np.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2)
    (n, c, high, wide), (kh, kw) = x.shape, kernel_size
    if kh > high or kw > wide:
        raise ValueError(f"{kh} x {kw} weights do not fit on {high} x {wide} pixels")
    rows = [
        x[:, k, m : high - kh + m + 1 : stride, q : wide - kw + q + 1 : stride].reshape(n, -1)
        for k, m, q in np.ndindex(c, kh, kw)
    ]
    return np.stack(rows, axis=1)
