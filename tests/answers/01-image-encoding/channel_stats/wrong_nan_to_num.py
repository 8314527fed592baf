"""Divides by 0 and repairs the nan, but not the infinities.

points: 4.5
says: nan_to_num makes 0 of 0 / 0
"""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[-3]:
        raise ValueError("one mean and one std for each channel")
    return np.nan_to_num((x - mean[:, None, None]) / std[:, None, None])
