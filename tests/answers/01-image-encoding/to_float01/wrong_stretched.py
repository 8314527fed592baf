"""Stretches from the picture's minimum to its maximum.

points: 0
says: stretch each picture
"""


def to_float01(image):
    image = image.astype(float)
    span = image.max() - image.min()
    return (image - image.min()) / (span if span else 1)
