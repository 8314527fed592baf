"""Drops what does not fit.

points: 4
says: drop the last rows or columns
"""


def split(image, grid):
    rows, cols = grid
    h, w = image.shape[0] // rows, image.shape[1] // cols
    whole = image[: rows * h, : cols * w]
    return whole.reshape(rows, h, cols, w, *image.shape[2:]).swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
