"""Moves the channels to the end, where NumPy's broadcasting wants them."""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("(N, C, H, W), please")
    pixels = np.moveaxis(train, 1, -1).reshape(-1, train.shape[1])
    return pixels.mean(axis=0), pixels.std(axis=0)


def standardise(x, mean, std):
    if x.shape[-3] != len(mean):
        raise ValueError("wrong number of channels")
    last = np.moveaxis(x, -3, -1).astype(float)
    factor = np.divide(1, std, out=np.zeros(len(std)), where=std > 0)
    return np.moveaxis((last - mean) * factor, -1, -3)
