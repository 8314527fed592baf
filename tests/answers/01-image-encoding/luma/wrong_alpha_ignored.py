"""Ignores a fourth channel.

points: 2.5
says: silently ignores the fourth
"""


def luma(image):
    red, green, blue = (image[:, :, k].astype(float) for k in range(3))
    return 0.299 * red + 0.587 * green + 0.114 * blue
