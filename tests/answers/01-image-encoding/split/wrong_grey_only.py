"""Forgets that colour has one axis more.

points: 1
says: this works for grey pictures only
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    return image.reshape(rows, height // rows, cols, width // cols).swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
