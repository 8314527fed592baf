"""Reverses all axes, so rows and columns are swapped as well.

points: 0
says: .T reverses all axes
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return image.T if image.ndim == 3 else image.T[None]
