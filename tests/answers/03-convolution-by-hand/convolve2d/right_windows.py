"""Windows with turned weights."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolve2d(image, kernel):
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.tensordot(windows[:, :, ::-1, ::-1], kernel, axes=2)
