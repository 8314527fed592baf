"""Refuses a padding of exactly half of the window.

points: 3
says: exactly half
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else value


def pool2d(x, kernel_size, stride=None, padding=0, mode="max"):
    if mode not in ("max", "mean", "sum"):
        raise ValueError("no such mode")
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if (ph and 2 * ph >= kh) or (pw and 2 * pw >= kw):
        raise ValueError("too much padding")
    x = x.astype(float)
    margins = [(0, 0)] * (x.ndim - 2) + [(ph, ph), (pw, pw)]
    padded = np.pad(x, margins, constant_values=-np.inf if mode == "max" else 0)
    real = np.pad(np.ones(x.shape), margins)
    height, width = padded.shape[-2:]
    if kh > height or kw > width:
        raise ValueError("the window does not fit")
    rows, columns = (height - kh) // sh + 1, (width - kw) // sw + 1
    output = np.zeros((*x.shape[:-2], rows, columns))
    for i in range(rows):
        for j in range(columns):
            box = (..., slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            window = padded[box]
            if mode == "max":
                output[..., i, j] = window.max(axis=(-2, -1))
            elif mode == "sum":
                output[..., i, j] = window.sum(axis=(-2, -1))
            else:
                output[..., i, j] = window.sum(axis=(-2, -1)) / real[box].sum(axis=(-2, -1))
    return output
