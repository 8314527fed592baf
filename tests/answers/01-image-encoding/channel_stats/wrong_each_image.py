"""Standardises each image by itself.

points: 2.5
says: each image is standardised by itself
"""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[-3]:
        raise ValueError("one mean and one std for each channel")
    mean = x.mean(axis=(-2, -1), keepdims=True)
    std = x.std(axis=(-2, -1), keepdims=True)
    return (x - mean) / np.where(std == 0, 1, std)
