"""Flips the output.

points: 0
says: flipped the output
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image, kernel)[::-1, ::-1]
