"""Divides by 256.

points: 0
says: divide by 256
"""


def to_float01(image):
    return image / 256
