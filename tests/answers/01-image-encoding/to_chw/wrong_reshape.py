"""Reshapes instead of moving the axes.

points: 1
says: reshape keeps the order
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    if image.ndim == 2:
        return image[None]
    height, width, channels = image.shape
    return image.reshape(channels, height, width)
