"""Calls the library of the course.

points: 0
says: measured_extent
says: yourself
"""

from cnnlib.exercises.lesson06.measuring import measured_extent


def measure_receptive_field(model, hw):
    return measured_extent(model, hw)
