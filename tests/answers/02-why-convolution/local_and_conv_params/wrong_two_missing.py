"""Always two fewer, as in the drawing.

points: 2
says: right for k = 3 only
"""

import math


def local_params(n, k):
    return n * k - 2


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
