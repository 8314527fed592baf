"""Reshapes without the transpose.

points: 1
says: reshape cuts the numbers up
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    return image.reshape(rows, cols, height // rows, width // cols, *image.shape[2:])


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
