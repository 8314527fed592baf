"""Writes into the image that it was given.

points: 3
says: changes its argument image in place
"""


def translate(image, dy, dx, fill=0):
    original = image.copy()
    height, width = image.shape
    image[:] = fill
    for i in range(height):
        for j in range(width):
            if 0 <= i + dy < height and 0 <= j + dx < width:
                image[i + dy, j + dx] = original[i, j]
    return image
