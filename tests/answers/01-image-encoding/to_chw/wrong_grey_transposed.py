"""Transposes grey pictures as if they had a channel axis.

points: 2
says: it has no channel axis that could be moved
says: image[np.newaxis]
"""


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    return image.transpose(2, 0, 1)
