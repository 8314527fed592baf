"""Counts the padding once.

points: 0
says: padding is counted once
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if dilation * (kernel_size - 1) + 1 > n + padding:
        raise ValueError("the kernel fits nowhere")
    return (n + padding - dilation * (kernel_size - 1) - 1) // stride + 1
