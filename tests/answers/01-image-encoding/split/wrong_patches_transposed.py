"""Puts patch (i, j) at (j, i).

points: 1
says: rows and columns of the grid are swapped in the result
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    strips = image.reshape(rows, height // rows, cols, width // cols, *image.shape[2:])
    return strips.swapaxes(1, 2).swapaxes(0, 1)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
