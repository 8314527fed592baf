"""Returns the patches in one row.

points: 1
says: one long row
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    h, w = height // rows, width // cols
    strips = image.reshape(rows, h, cols, w, *image.shape[2:])
    return strips.swapaxes(1, 2).reshape(rows * cols, h, w, *image.shape[2:])


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
