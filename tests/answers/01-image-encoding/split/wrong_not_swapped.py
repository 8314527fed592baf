"""Stops after the first reshape.

points: 1
says: still have to change places
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    return image.reshape(rows, height // rows, cols, width // cols, *image.shape[2:])


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
