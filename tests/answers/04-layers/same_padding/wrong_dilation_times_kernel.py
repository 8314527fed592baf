"""Counts a gap after the last weight.

points: 2
says: no gap after the last weight
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    total = dilation * kernel_size - 1
    return total // 2, total - total // 2
