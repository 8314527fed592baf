"""Asks what the sliding sum makes of each lone pixel, with a loop of its own."""

import numpy as np


def conv_as_dense(kernel, n):
    kh, kw = kernel.shape
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")

    def slide(image):
        return [
            np.sum(image[i : i + kh, j : j + kw] * kernel)
            for i in range(n - kh + 1)
            for j in range(n - kw + 1)
        ]

    return np.array([slide(pixel.reshape(n, n)) for pixel in np.eye(n * n)]).T
