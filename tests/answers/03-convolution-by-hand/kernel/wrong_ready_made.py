"""Calls the library.

points: 0
says: cnnlib.filters.kernel
says: yourself
"""

from cnnlib import filters


def kernel(name):
    return filters.kernel(name)
