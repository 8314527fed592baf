"""Writes the dilated kernel out, with zeros in the gaps; groups by recursion."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
    if groups > 1:
        parts = [
            conv2d(block, kernels, None, stride, padding, dilation)
            for block, kernels in zip(
                np.split(x, groups, axis=1), np.split(weight, groups), strict=True
            )
        ]
        y = np.concatenate(parts, axis=1)
    else:
        spread = np.zeros((filters, channels, eh, ew))
        spread[:, :, ::dh, ::dw] = weight
        x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        windows = sliding_window_view(x, (eh, ew), axis=(2, 3))[:, :, ::sh, ::sw]
        y = np.tensordot(windows, spread, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return y if bias is None else y + np.reshape(bias, (1, -1, 1, 1))
