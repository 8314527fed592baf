"""Accepts a kernel without weights.

points: 2
says: must raise a ValueError
says: at least one weight
"""


def same_padding(kernel_size, dilation=1):
    total = dilation * (kernel_size - 1)
    return total // 2, total - total // 2
