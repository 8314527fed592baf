"""Calls the library.

points: 0
says: does the exercise for you
"""

from cnnlib import augment


def test_time_augmentation(model, x, transforms):
    return augment.test_time_augmentation(model, x, transforms)
