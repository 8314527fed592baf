"""Calls the library.

points: 0
says: does the exercise for you
"""

from cnnlib import augment


def random_shift(images, most, generator, masks=None):
    return augment.random_shift(images, most, generator=generator, masks=masks)
