"""Knows the first visible answer.

points: 0
says: kernel size of the first layer
"""


def measure_receptive_field(model, hw):
    return 3, 3
