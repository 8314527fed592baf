"""Cross-correlation.

points: 0
says: not flipped
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image, kernel)
