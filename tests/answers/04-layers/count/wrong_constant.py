"""Two answers from the lesson.

points: 0
says: same answer whatever it is given
"""


def count_params(stack):
    return 61706


def count_macs(stack, hw):
    return 416520
