"""Only the outputs whose window lies inside.

points: 2
says: lies wholly inside
"""

import math


def local_params(n, k):
    return max(0, n - k + 1) * k


def conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + bias
