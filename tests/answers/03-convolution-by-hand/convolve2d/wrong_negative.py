"""Takes the negative kernel, which works for edges.

points: 0
says: negative of the kernel
"""

from cnnlib import functional


def convolve2d(image, kernel):
    return functional.cross_correlate2d(image, -kernel)
