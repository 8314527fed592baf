"""Swaps the first axis with the last.

points: 1
says: rows and columns are swapped
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return image[None] if image.ndim == 2 else image.swapaxes(0, 2)
