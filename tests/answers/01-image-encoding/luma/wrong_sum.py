"""Sums without weights.

points: 0
says: without weights
"""


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    return image.sum(axis=2)
