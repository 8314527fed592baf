"""Refuses what does not divide, as CS231n's notes do.

points: 2
says: torch rounds down
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    steps, rest = divmod(n + 2 * padding - dilation * (kernel_size - 1) - 1, stride)
    if rest:
        raise ValueError("the stride does not divide the way")
    return steps + 1
