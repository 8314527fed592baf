"""Divides by the picture's own maximum.

points: 0
says: not by the largest value that its dtype can hold
"""


def to_float01(image):
    return image / image.max()
