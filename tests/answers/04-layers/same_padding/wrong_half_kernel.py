"""kernel_size // 2 at both ends.

points: 1
says: right for odd kernels only
"""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    return (dilation * kernel_size // 2,) * 2
