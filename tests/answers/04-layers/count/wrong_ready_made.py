"""Calls cnnlib.

points: 0
says: which does the exercise for you
"""

from cnnlib import arithmetic


def count_params(stack):
    return arithmetic.count_params(stack)


def count_macs(stack, hw):
    return arithmetic.count_macs(stack, (1, *hw))
