"""Returns the green plane.

points: 1
says: green plane alone
"""


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    return image[:, :, 1].astype(float)
