"""Returns the products of every window.

points: 0
says: sum is missing
"""

from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return sliding_window_view(image.astype(float), kernel.shape) * kernel
