"""Sums over axes 0 and 1.

points: 0
says: which are the places
"""

from numpy.lib.stride_tricks import sliding_window_view


def cross_correlate2d(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    if kh > height or kw > width:
        raise ValueError(f"a kernel {kernel.shape} does not fit on {image.shape}")
    image, kernel = image.astype(float), kernel.astype(float)
    return (sliding_window_view(image, kernel.shape) * kernel).sum(axis=(0, 1))
