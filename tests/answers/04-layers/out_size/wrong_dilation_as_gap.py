"""Takes the dilation for the number of pixels left out.

points: 0
says: as many pixels between two weights as the dilation says
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    covered = kernel_size + dilation * (kernel_size - 1)
    if covered > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    return (n + 2 * padding - covered) // stride + 1
