"""Ignores the dilation.

points: 2
says: dilation is ignored
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return (kernel_size - 1) // 2, kernel_size // 2
