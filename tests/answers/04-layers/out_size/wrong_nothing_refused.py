"""Applies the formula to everything.

points: 3
says: must raise a ValueError
says: fits nowhere
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
