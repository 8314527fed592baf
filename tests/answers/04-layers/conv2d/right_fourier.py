"""Multiplies in frequency space."""

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
    spread = np.zeros((filters, channels, eh, ew))
    spread[:, :, ::dh, ::dw] = weight
    size = (x.shape[2] + eh, x.shape[3] + ew)
    there, kernels = np.fft.rfft2(x, size), np.fft.rfft2(spread[..., ::-1, ::-1], size)
    each = filters // groups
    y = []
    for f in range(filters):
        block = there[:, f // each * channels : (f // each + 1) * channels]
        full = np.fft.irfft2((block * kernels[f]).sum(axis=1), size)
        y.append(full[:, eh - 1 : x.shape[2], ew - 1 : x.shape[3]][:, ::sh, ::sw])
    y = (
        np.round(np.stack(y, axis=1), 9)
        if np.issubdtype(weight.dtype, np.integer)
        else np.stack(y, axis=1)
    )
    return y if bias is None else y + np.asarray(bias, dtype=float)[:, None, None]
