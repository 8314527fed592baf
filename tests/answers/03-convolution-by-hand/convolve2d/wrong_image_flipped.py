"""Turns the image instead of the kernel.

points: 0
says: you turned the image
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image[::-1, ::-1], kernel)
