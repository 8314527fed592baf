"""Multiplies by the transposed matrix of im2col."""

import numpy as np

from cnnlib import functional


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    height, width = output_size
    pixels = np.eye(height * width).reshape(-1, 1, height, width)
    matrix = functional.im2col(pixels, kernel_size, stride, padding)  # (H * W, kh * kw, P)
    n, entries, places = columns.shape
    if entries % matrix.shape[1] or places != matrix.shape[2]:
        raise ValueError("these columns do not belong to such images")
    blocks = columns.reshape(n, -1, *matrix.shape[1:])
    image = np.einsum("xkp,nckp->ncx", matrix, blocks)
    return image.reshape(n, -1, height, width)
