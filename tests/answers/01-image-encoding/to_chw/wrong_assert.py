"""Refuses bad input with assert.

points: 2.5
says: you refuse this input with assert
"""


def to_chw(image):
    if image.ndim == 2:
        return image[None]
    assert image.ndim == 3 and image.shape[2] in (1, 3, 4), "not a picture"
    return image.transpose(2, 0, 1)
