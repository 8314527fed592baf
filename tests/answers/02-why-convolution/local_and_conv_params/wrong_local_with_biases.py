"""Counts a bias for each output of the locally connected layer.

points: 2
says: count biases, too
"""

import math


def local_params(n, k):
    return sum(min(n - 1, i + k // 2) - max(0, i - k // 2) + 1 for i in range(n)) + n


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
