"""Takes the grid for (columns, rows).

points: 1
says: took the grid for (columns, rows)
"""


def split(image, grid):
    cols, rows = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    strips = image.reshape(rows, height // rows, cols, width // cols, *image.shape[2:])
    return strips.swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
