"""Knows rows and pictures, and nothing beyond.

points: 2
says: kernel_shape may have one number
"""


def local_params(n, k):
    return sum(min(n - 1, i + k // 2) - max(0, i - k // 2) + 1 for i in range(n))


def conv_params(input_shape, kernel_shape, bias=True):
    if len(kernel_shape) == 1:
        return kernel_shape[0] + (1 if bias else 0)
    return kernel_shape[0] * kernel_shape[1] + (1 if bias else 0)
