"""Deals the zeros out, the right end first."""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    ends = [0, 0]
    for zero in range(dilation * (kernel_size - 1)):
        ends[1 - zero % 2] += 1
    return tuple(ends)
