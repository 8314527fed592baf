"""Reverses the channels of RGB.

points: 1
says: first plane is blue
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return image[None] if image.ndim == 2 else image[:, :, ::-1].transpose(2, 0, 1)
