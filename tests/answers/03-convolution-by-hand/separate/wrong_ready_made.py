"""Calls the library.

points: 0
says: yourself
"""

from cnnlib import filters


def is_separable(k):
    return filters.is_separable(k)


def separate(k):
    return filters.separate(k)
