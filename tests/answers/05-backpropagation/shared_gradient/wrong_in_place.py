"""Adds up in the first copy.

points: 1
says: changes its argument copies in place
"""


def shared_gradient(copies):
    total = copies[0:1]
    for copy in copies[1:]:
        total += copy
    return total[0]
