"""Calls cnnlib.

points: 0
says: which does the exercise for you
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    from cnnlib import arithmetic

    return arithmetic.out_size(n, kernel_size, stride, padding, dilation)
