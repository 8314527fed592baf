"""All zeros at the left.

points: 0
says: causal
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return dilation * (kernel_size - 1), 0
