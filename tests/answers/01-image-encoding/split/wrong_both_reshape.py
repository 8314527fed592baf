"""split and join are inverse, but both only reshape.

points: 0
says: reshape cuts the numbers up
"""


def split(image, grid):
    rows, cols = grid
    height, width = image.shape[:2]
    return image.reshape(rows, cols, height // rows, width // cols, *image.shape[2:])


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.reshape(rows * h, cols * w, *channels)
