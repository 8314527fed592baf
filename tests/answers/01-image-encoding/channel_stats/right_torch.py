"""Calculates with tensors, and remembers torch's n - 1."""

import torch


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("no training images")
    x = torch.from_numpy(train).double()
    return x.mean(dim=(0, 2, 3)), x.std(dim=(0, 2, 3), correction=0)


def standardise(x, mean, std):
    x, mean, std = (torch.as_tensor(v).double() for v in (x, mean, std))
    if x.shape[-3] != len(mean):
        raise ValueError("wrong number of channels")
    z = (x - mean[:, None, None]) / std[:, None, None]
    return torch.where(std[:, None, None] > 0, z, 0.0)
