"""Takes every kernel for one with a height and a width.

points: 2
says: kernel_shape may have one number
"""


def local_params(n, k):
    return sum(min(n - 1, i + k // 2) - max(0, i - k // 2) + 1 for i in range(n))


def conv_params(input_shape, kernel_shape, bias=True):
    return kernel_shape[0] * kernel_shape[1] + bool(bias)
