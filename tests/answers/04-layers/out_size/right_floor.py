"""math.floor."""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    import math

    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    return math.floor((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1
