"""Accepts arrays that are no pictures.

points: 2.5
says: silently makes nonsense
"""


def to_chw(image):
    return image[None] if image.ndim == 2 else image.transpose(2, 0, 1)
