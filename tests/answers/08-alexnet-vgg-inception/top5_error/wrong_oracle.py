"""The judge's own function.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08 import top5


def top5_error(logits, y, k=5):
    return top5.error_rate(logits, y, k)
