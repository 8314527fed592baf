"""All zeros at each end.

points: 0
says: not at each end
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return (dilation * (kernel_size - 1),) * 2
