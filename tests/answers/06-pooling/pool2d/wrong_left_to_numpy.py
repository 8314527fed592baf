"""Cuts the windows off at the border; only a maximum of nothing is refused.

points: 3
says: hardly any pixel
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def pool2d(x, kernel_size, stride=None, padding=0, mode="max"):
    if mode not in ("max", "mean", "sum"):
        raise ValueError("no such mode")
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    x = x.astype(float)
    height, width = x.shape[-2:]
    if kh > height + 2 * ph or kw > width + 2 * pw:
        raise ValueError("the window does not fit")
    rows, columns = (height + 2 * ph - kh) // sh + 1, (width + 2 * pw - kw) // sw + 1
    output = np.zeros((*x.shape[:-2], rows, columns))
    summary = {"max": np.max, "mean": np.mean, "sum": np.sum}[mode]
    for i in range(rows):
        for j in range(columns):
            top, left = i * sh - ph, j * sw - pw
            window = x[..., max(0, top) : top + kh, max(0, left) : left + kw]
            output[..., i, j] = summary(window, axis=(-2, -1))
    return output
