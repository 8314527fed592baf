"""k weights for every output: 15 for the drawing.

points: 2
says: beyond the first and the last input
"""

import math


def local_params(n, k):
    return n * k


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
