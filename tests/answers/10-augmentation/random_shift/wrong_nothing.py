"""Returns the images.

points: 0
says: nothing moves
"""


def random_shift(images, most, generator, masks=None):
    return images if masks is None else (images, masks)
