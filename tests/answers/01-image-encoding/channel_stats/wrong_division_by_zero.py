"""Divides by a standard deviation of 0.

points: 4.5
says: 0 / 0 is nan
"""


def channel_stats(train):
    if train.ndim != 4 or train.size == 0:
        raise ValueError("training images are (N, C, H, W)")
    return train.mean(axis=(0, 2, 3)), train.std(axis=(0, 2, 3))


def standardise(x, mean, std):
    if not len(mean) == len(std) == x.shape[-3]:
        raise ValueError("one mean and one std for each channel")
    return (x - mean[:, None, None]) / std[:, None, None]
