"""Only the first copy.

points: 0
says: gradient of the first copy
"""


def shared_gradient(copies):
    return copies[0]
