"""Takes the grid for the size of a patch.

points: 1
says: size of one patch
"""


def split(image, grid):
    h, w = grid
    height, width = image.shape[:2]
    if height % h or width % w:
        raise ValueError("the grid does not divide the picture")
    strips = image.reshape(height // h, h, width // w, w, *image.shape[2:])
    return strips.swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
