"""Takes the mean of nothing.

points: 4.5
says: must raise a ValueError
"""

import numpy as np


def channel_stats(train):
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[-3]:
        raise ValueError("one mean and one std for each channel")
    mean, std = mean[:, None, None], std[:, None, None]
    return np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std))
