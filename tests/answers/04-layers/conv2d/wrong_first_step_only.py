"""One channel, one filter, one image: as far as lesson 03 goes.

points: 1
says: sum over the channels is forgotten
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    image, kernel = x[0, 0].astype(float), weight[0, 0].astype(float)
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("too large")
    windows = sliding_window_view(image, kernel.shape)
    y = np.sum(windows * kernel, axis=(-2, -1))[None, None]
    return y if bias is None else y + bias[0]
