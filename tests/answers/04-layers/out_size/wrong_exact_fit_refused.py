"""Refuses a kernel that fits exactly once.

points: 0
says: exactly as long as the padded axis
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("sizes, stride and dilation begin at 1, padding at 0")
    covered = dilation * (kernel_size - 1) + 1
    if n + 2 * padding <= covered:
        raise ValueError("the kernel fits nowhere")
    return (n + 2 * padding - covered) // stride + 1
