"""Ignores the dilation.

points: 2
says: dilation is ignored
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if kernel_size > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    return (n + 2 * padding - kernel_size) // stride + 1
