"""Turns the caller's kernel.

points: 1
says: changes its argument kernel in place
"""

from cnnlib import functional


def convolve2d(image, kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return functional.cross_correlate2d(image, kernel)
