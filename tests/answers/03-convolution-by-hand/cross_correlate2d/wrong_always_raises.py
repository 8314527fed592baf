"""Refuses everything.

points: 0
says: raised ValueError
"""


def cross_correlate2d(image, kernel):
    raise ValueError("no")
