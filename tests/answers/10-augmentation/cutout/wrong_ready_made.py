"""Calls the library.

points: 0
says: does the exercise for you
"""

from cnnlib import augment


def cutout(images, size, generator):
    return augment.cutout(images, size, generator=generator)
