"""The judge's own function.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.alexnet import table as right_table

alexnet_table = lambda side=227, grouped=True: right_table(side, grouped)  # noqa: E731
