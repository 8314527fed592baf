"""Adds the sides of the kernel.

points: 2
says: add the sides
"""


def local_params(n, k):
    count = 0
    for i in range(n):
        first, last = max(0, i - k // 2), min(n - 1, i + k // 2)
        count += last - first + 1
    return count


def conv_params(input_shape, kernel_shape, bias=True):
    return sum(kernel_shape) + bias
