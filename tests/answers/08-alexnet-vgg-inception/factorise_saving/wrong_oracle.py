"""The judge's own function.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.factorising import saving


def factorise_saving(whole, parts):
    return saving(whole, parts)
