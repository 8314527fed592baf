"""Flips the columns only.

points: 0
says: one axis only
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image, kernel[:, ::-1])
