"""Lays the numbers of the pixels out in columns, then np.add.at."""

import numpy as np

from cnnlib import functional


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    height, width = output_size
    pixel = np.arange(1.0, height * width + 1).reshape(1, 1, height, width)
    number = functional.im2col(pixel, kernel_size, stride, padding)[0].astype(int)
    channels, rest = divmod(columns.shape[1], len(number))
    if rest or columns.shape[2] != number.shape[1]:
        raise ValueError("these columns do not belong to such images")
    image = np.zeros((len(columns), channels, height * width + 1))
    blocks = columns.reshape(len(columns), channels, *number.shape)
    np.add.at(image, (slice(None), slice(None), number), blocks)  # number 0: the padding
    return image[:, :, 1:].reshape(len(columns), channels, height, width)
