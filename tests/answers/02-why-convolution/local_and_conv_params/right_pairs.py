"""Asks for every pair whether it is connected."""


def local_params(n, k):
    return sum(abs(i - j) <= k // 2 for i in range(n) for j in range(n))


def conv_params(input_shape, kernel_shape, bias=True):
    count = 1
    for side in kernel_shape:
        count *= side
    return count + 1 if bias else count
