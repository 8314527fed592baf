"""Takes 2 N + 1 for every stack.

points: 0
says: expected
"""


def receptive_field(layers):
    return 2 * len(layers) + 1, 1, 0
