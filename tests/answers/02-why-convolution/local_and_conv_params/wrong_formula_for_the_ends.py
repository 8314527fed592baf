"""A formula that holds while the window is narrower than the input.

points: 3
says: hangs over at both ends
"""

import math


def local_params(n, k):
    return n * k - (k // 2) * (k // 2 + 1)


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
