"""Ignores the stride.

points: 2
says: stride is ignored
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    return n + 2 * padding - dilation * (kernel_size - 1)
