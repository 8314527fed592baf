"""The right end gets the rest."""


def same_padding(kernel_size, dilation=1):
    if kernel_size < 1 or dilation < 1:
        raise ValueError("a kernel has weights, and they lie pixels apart")
    total = dilation * (kernel_size - 1)
    left = total // 2
    return left, total - left
