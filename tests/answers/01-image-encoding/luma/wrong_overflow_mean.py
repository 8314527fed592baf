"""Adds uint8 planes, which overflow, and divides by 3.

points: 0
says: overflowed before the division
"""


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    red, green, blue = image[:, :, 0], image[:, :, 1], image[:, :, 2]
    return (red + green + blue) / 3
