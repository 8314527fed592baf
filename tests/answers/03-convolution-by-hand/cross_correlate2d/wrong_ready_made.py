"""Calls the library of the course.

points: 0
says: cnnlib.functional.cross_correlate2d
says: yourself
"""

from cnnlib import functional


def cross_correlate2d(image, kernel):
    return functional.cross_correlate2d(image, kernel)
