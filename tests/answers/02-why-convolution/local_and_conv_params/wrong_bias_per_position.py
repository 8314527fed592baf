"""A bias for each output.

points: 2
says: bias per position
"""

import math


def local_params(n, k):
    count = 0
    for i in range(n):
        first, last = max(0, i - k // 2), min(n - 1, i + k // 2)
        count += last - first + 1
    return count


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias * math.prod(input_shape)
