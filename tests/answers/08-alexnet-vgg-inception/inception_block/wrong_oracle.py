"""The judge's own class.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.inception import Block as InceptionBlock  # noqa: F401
