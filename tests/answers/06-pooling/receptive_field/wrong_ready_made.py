"""Calls the library of the course.

points: 0
says: cnnlib.arithmetic
says: yourself
"""

from cnnlib import arithmetic


def receptive_field(layers):
    return arithmetic.receptive_field(layers)
