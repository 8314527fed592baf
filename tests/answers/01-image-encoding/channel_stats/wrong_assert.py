"""Refuses bad input with assert.

points: 4.5
says: you refuse this input with assert
"""

import numpy as np


def channel_stats(train):
    assert train.ndim == 4 and train.size, "training images are (N, C, H, W)"
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    assert len(mean) == len(std) == x.shape[-3], "one mean and one std for each channel"
    mean, std = mean[:, None, None], std[:, None, None]
    return np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std))
