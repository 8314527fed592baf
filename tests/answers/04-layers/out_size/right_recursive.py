"""One place after the other, without a formula."""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    if min(n, kernel_size, stride, dilation) < 1 or padding < 0:
        raise ValueError("a number is too small")
    if 1 + dilation * (kernel_size - 1) > n + 2 * padding:
        raise ValueError("the kernel fits nowhere")
    places, start = 0, 0
    while start + dilation * (kernel_size - 1) < n + 2 * padding:
        places += 1
        start += stride
    return places
