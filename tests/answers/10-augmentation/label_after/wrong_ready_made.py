"""Calls ours.

points: 0
says: does the exercise for you
"""

from cnnlib.exercises.lesson10 import labels


def label_after(pictures, transform, least=0.8):
    return labels.after(pictures, transform, least)
