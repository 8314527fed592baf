"""Takes the width of the kernel from its height.

points: 2
says: width from the height
"""


def local_params(n, k):
    count = 0
    for i in range(n):
        first, last = max(0, i - k // 2), min(n - 1, i + k // 2)
        count += last - first + 1
    return count


def conv_params(input_shape, kernel_shape, bias=True):
    return kernel_shape[0] ** len(kernel_shape) + bias
