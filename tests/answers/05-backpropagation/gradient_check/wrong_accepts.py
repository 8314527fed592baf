"""Accepts every gradient.

points: 0
says: accepts every gradient
"""


def gradient_check(f, x, gradient):
    return 0.0
