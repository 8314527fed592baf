"""Calls ours.

points: 0
says: does the exercise for you
"""

from cnnlib.exercises.lesson10.finding import found_leak


def find_leak(pipeline, images, labels, groups):
    return found_leak(pipeline, images, labels, groups)
