"""join only reshapes.

points: 3
says: laid out as if it were a strip
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    strips = image.reshape(rows, height // rows, cols, width // cols, *image.shape[2:])
    return strips.swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.reshape(rows * h, cols * w, *channels)
