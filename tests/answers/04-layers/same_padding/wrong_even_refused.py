"""Refuses even kernels.

points: 1
says: You refuse an even kernel
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    if kernel_size % 2 == 0:
        raise ValueError("no centre")
    return (dilation * (kernel_size - 1) // 2,) * 2
