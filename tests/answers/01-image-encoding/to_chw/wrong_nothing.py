"""Forgets to return.

points: 0
says: returned nothing
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    image = image.transpose(2, 0, 1) if image.ndim == 3 else image[None]
