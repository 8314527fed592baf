"""Calls the library's convolution.

points: 0
says: cnnlib.functional.convolve2d
says: yourself
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.convolve2d(image, kernel)
