"""join is not written yet.

points: 3
says: ○ join
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    if height % rows or width % cols:
        raise ValueError("the grid does not divide the picture")
    strips = image.reshape(rows, height // rows, cols, width // cols, *image.shape[2:])
    return strips.swapaxes(1, 2)


def join(patches):
    raise NotImplementedError
