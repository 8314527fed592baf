"""Takes axis 1 for the channels of one image, too.

points: 2.5
says: One image, (C, H, W), is allowed as well
"""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[1]:
        raise ValueError(f"{len(mean)} means for {x.shape[1]} channels")
    mean, std = mean[:, None, None], std[:, None, None]
    return np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std))
