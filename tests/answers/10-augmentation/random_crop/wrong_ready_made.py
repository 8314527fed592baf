"""Calls the library.

points: 0
says: does the exercise for you
"""

from cnnlib import augment


def random_crop(images, size, generator, masks=None):
    return augment.random_crop(images, size, generator=generator, masks=masks)
