"""Windows as the columns of a matrix."""

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
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    rows = (x.shape[2] - eh) // sh + 1
    columns = (x.shape[3] - ew) // sw + 1
    y = np.zeros((len(x), filters, rows, columns))
    top = np.arange(rows)[:, None] * sh + np.arange(kh) * dh
    left = np.arange(columns)[:, None] * sw + np.arange(kw) * dw
    windows = x[:, :, top[:, None, :, None], left[None, :, None, :]]
    each = filters // groups
    for f in range(filters):
        block = windows[:, f // each * channels : (f // each + 1) * channels]
        flat = block.transpose(0, 2, 3, 1, 4, 5).reshape(len(x), rows, columns, -1)
        y[:, f] = flat @ weight[f].ravel().astype(float)
    return y if bias is None else y + np.asarray(bias, dtype=float)[:, None, None]
