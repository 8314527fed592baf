"""Joins grey patches only.

points: 3
says: this works for grey pictures only
"""


def split(image, grid):
    (rows, cols), (height, width, *channels) = grid, image.shape
    if height % rows or width % cols:
        raise ValueError("the patches do not fit")
    strips = image.reshape(rows, height // rows, cols, width // cols, *channels)
    return strips.swapaxes(1, 2)


def join(patches):
    rows, cols, h, w = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w)
