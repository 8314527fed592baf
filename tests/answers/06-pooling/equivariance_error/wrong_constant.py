"""Calls everything equivariant.

points: 0
says: same answer
"""


def equivariance_error(f, x, shift, stride=1, border=0):
    return 0.0
