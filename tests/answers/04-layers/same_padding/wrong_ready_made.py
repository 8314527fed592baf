"""Calls cnnlib.

points: 0
says: which does the exercise for you
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    from cnnlib import arithmetic

    return arithmetic.same_padding(kernel_size, dilation)
