"""Calls the library.

points: 0
says: which does the exercise for you
"""

from cnnlib import functional


def im2col(x, kernel_size, stride=1, padding=0):
    return functional.im2col(x, kernel_size, stride, padding)
