"""join transposes each patch.

points: 3
says: each is transposed
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
    turned = patches.swapaxes(2, 3).swapaxes(1, 2)
    return turned.reshape(rows * w, cols * h, *channels)
