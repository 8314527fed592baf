"""Puts the channel axis of a grey picture last.

points: 2
says: grey picture is last
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return image[:, :, None] if image.ndim == 2 else image.transpose(2, 0, 1)
