"""Rounded down at the left, up at the right."""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    total = dilation * (kernel_size - 1)
    return total // 2, (total + 1) // 2
