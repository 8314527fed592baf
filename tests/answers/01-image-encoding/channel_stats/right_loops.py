"""Goes through the channels one by one."""

import numpy as np


def channel_stats(train):
    if train.ndim != 4 or not train.size:
        raise ValueError("no training images")
    planes = [train[:, k].astype(float).ravel() for k in range(train.shape[1])]
    mean = [plane.sum() / plane.size for plane in planes]
    pairs = zip(planes, mean, strict=True)
    std = [(((plane - m) ** 2).sum() / plane.size) ** 0.5 for plane, m in pairs]
    return np.array(mean), np.array(std)


def standardise(x, mean, std):
    if len(mean) != x.shape[-3] or len(std) != x.shape[-3]:
        raise ValueError("wrong number of channels")
    result = np.zeros(x.shape)
    for k in range(len(mean)):
        if std[k] > 0:
            result[..., k, :, :] = (x[..., k, :, :] - mean[k]) / std[k]
    return result
