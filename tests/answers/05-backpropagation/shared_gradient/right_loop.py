"""Adds one copy after the other."""


def shared_gradient(copies):
    total = 0 * copies[0]
    for copy in copies:
        total = total + copy
    return total
