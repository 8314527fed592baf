"""One shifted and strided copy of the image for each cell of the window."""

import functools

import numpy as np


def pool2d(x, kernel_size, stride=None, padding=0, mode="max"):
    (kh, kw), (ph, pw) = (v if isinstance(v, tuple) else (v, v) for v in (kernel_size, padding))
    sh, sw = stride if isinstance(stride, tuple) else (stride or kh, stride or kw)
    rows = (x.shape[-2] + 2 * ph - kh) // sh + 1
    columns = (x.shape[-1] + 2 * pw - kw) // sw + 1
    if rows < 1 or columns < 1 or 2 * ph > kh or 2 * pw > kw:
        raise ValueError("such windows do not fit")

    def reduce(values, fill, function):
        margins = [(0, 0)] * (values.ndim - 2) + [(ph, ph), (pw, pw)]
        padded = np.pad(np.float64(values), margins, constant_values=fill)
        copies = [
            padded[..., m : m + sh * (rows - 1) + 1 : sh, n : n + sw * (columns - 1) + 1 : sw]
            for m in range(kh)
            for n in range(kw)
        ]
        return functools.reduce(function, copies)

    if mode == "max":
        return reduce(x, -np.inf, np.maximum) + 0.0
    if mode == "sum":
        return reduce(x, 0, np.add) + 0.0
    if mode == "mean":
        return reduce(x, 0, np.add) / reduce(np.ones_like(x), 0, np.add)
    raise ValueError("mode is max, mean or sum")
