"""Always none.

points: 0
says: the same answer whatever it is given
"""


def find_leak(pipeline, images, labels, groups):
    return "none"
