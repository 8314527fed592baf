"""Forgets to refuse numbers that make no sense.

points: 3
says: This input makes no sense
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
