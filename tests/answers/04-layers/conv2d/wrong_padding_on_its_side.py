"""Puts the zeros of the rows beside the columns.

points: 4
says: two numbers of the padding are exchanged
"""

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    filters, channels, kh, kw = weight.shape
    if x.shape[1] != groups * channels or filters % groups:
        raise ValueError("channels, filters and groups do not fit together")
    eh, ew = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    if eh > x.shape[2] + 2 * ph or ew > x.shape[3] + 2 * pw:
        raise ValueError("the kernel fits nowhere")
    rows = (x.shape[2] + 2 * ph - eh) // sh + 1
    columns = (x.shape[3] + 2 * pw - ew) // sw + 1
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (pw, pw), (ph, ph)))
    y = np.zeros((len(x), filters, rows, columns))
    for f in range(filters):
        first = f // (filters // groups) * channels
        for i, j in np.ndindex(rows, columns):
            window = x[
                :, first : first + channels, i * sh : i * sh + eh : dh, j * sw : j * sw + ew : dw
            ]
            y[:, f, i, j] = np.sum(window * weight[f], axis=(1, 2, 3))
    return y if bias is None else y + np.asarray(bias, dtype=float)[:, None, None]
