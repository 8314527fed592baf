"""All zeros at the right.

points: 0
says: All zeros are at one end
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return 0, dilation * (kernel_size - 1)
