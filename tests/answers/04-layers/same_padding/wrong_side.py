"""The extra zero at the left.

points: 1
says: at the wrong side
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    total = dilation * (kernel_size - 1)
    return total - total // 2, total // 2
