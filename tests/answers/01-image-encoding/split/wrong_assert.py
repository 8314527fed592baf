"""Refuses bad input with assert.

points: 4
says: you refuse this input with assert
"""


def split(image, grid):
    (rows, cols), (height, width, *channels) = grid, image.shape
    assert height % rows == 0 and width % cols == 0, "the patches do not fit"
    strips = image.reshape(rows, height // rows, cols, width // cols, *channels)
    return strips.swapaxes(1, 2)


def join(patches):
    rows, cols, h, w, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * h, cols * w, *channels)
