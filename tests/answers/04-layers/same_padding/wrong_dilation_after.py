"""Multiplies with the dilation at the end.

points: 2
says: first and multiplied with the dilation then
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return dilation * ((kernel_size - 1) // 2), dilation * (kernel_size // 2)
