"""One number.

points: 0
says: a pair is asked for
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return dilation * (kernel_size - 1) // 2
