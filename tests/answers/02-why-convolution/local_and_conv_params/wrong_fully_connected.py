"""Counts all pairs.

points: 2
says: fully connected layer
"""

import math


def local_params(n, k):
    return n * n


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
