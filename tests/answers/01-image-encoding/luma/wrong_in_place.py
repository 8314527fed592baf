"""Weighs the planes in place.

points: 2.5
says: changes its argument image in place
"""


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    if image.dtype.kind != "f":
        image = image.astype(float)
    image *= [0.299, 0.587, 0.114]
    return image.sum(axis=2)
