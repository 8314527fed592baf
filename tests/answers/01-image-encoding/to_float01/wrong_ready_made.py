"""Lets scikit-image do it.

points: 0
says: which does the exercise for you
"""

from skimage import img_as_float


def to_float01(image):
    return img_as_float(image)
