"""Batches from memory: what a training loop iterates over."""

import math

import numpy as np
import torch

from cnnlib.arithmetic.whole_numbers import require_whole


class Batches:
    """All images of a split once an epoch, in batches, on the device.

    The images are in memory and stay uint8; they are moved to the device once, and each batch is
    converted and normalised when its turn comes. No file is read, no picture decoded, no worker
    process started while a net trains.

    Iterate for one epoch. With `shuffle`, every epoch has an order of its own, which depends on
    the seed and the number of the epoch only.

    Parameters
    ----------
    split : Split
        Or any object with `images` (N, C, H, W) uint8 and `labels` (N,) int64.
    batch_size : int
        The last batch of an epoch is smaller where it does not divide the number of images.
    mean, std : float, or C floats
        Of each channel, after the scaling to [0, 1]. A channel whose std is 0 becomes 0.
    max_value : int
        What the images are divided by first.
    shuffle : bool
    seed : int
        From 0.
    device : torch.device or str, optional
        The CPU where it is not given.
    transform : callable, optional
        From a normalised batch (B, C, H, W) float32 to what the net gets, such as a resize.

    Attributes
    ----------
    count : int
        Number of images.
    epoch : int
        Number of the epoch that comes next, from 0; `set_epoch` sets it.

    Yields
    ------
    x : (B, C, H, W) float32 tensor
        ``(images / max_value - mean) / std``, transformed.
    y : (B,) int64 tensor

    Raises
    ------
    ValueError
        If the batch size is not a whole number of at least 1, the seed not one of at least 0,
        there are no images, or neither 1 nor C means and standard deviations.

    Examples
    --------
    >>> from cnnlib.datasets import Split
    >>> split = Split(torch.arange(5, dtype=torch.uint8).reshape(5, 1, 1, 1), torch.arange(5))
    >>> batches = Batches(split, 2, max_value=4)
    >>> len(batches), batches.count
    (3, 5)
    >>> [y.tolist() for x, y in batches]
    [[0, 1], [2, 3], [4]]
    """

    def __init__(
        self,
        split,
        batch_size,
        *,
        mean=0.0,
        std=1.0,
        max_value=255,
        shuffle=False,
        seed=0,
        device=None,
        transform=None,
    ):
        [self.batch_size] = require_whole(1, batch_size=batch_size)
        [self.seed] = require_whole(0, seed=seed)
        self.device = torch.device("cpu" if device is None else device)
        self.images = split.images.to(self.device)
        self.labels = split.labels.to(self.device)
        self.count, self.epoch = len(self.labels), 0
        self.shuffle, self.transform = shuffle, transform
        if not self.count:
            raise ValueError("there are no images to make batches of")
        self._scale, self._shift = _line(mean, std, max_value, self.images.shape[1], self.device)

    def __len__(self):
        return math.ceil(self.count / self.batch_size)

    def set_epoch(self, epoch):
        """Say which epoch comes next: what goes on after a pause then sees the same order.

        Parameters
        ----------
        epoch : int
            From 0.

        Raises
        ------
        ValueError
            If it is not a whole number of at least 0.
        """
        [self.epoch] = require_whole(0, epoch=epoch)

    def __iter__(self):
        order = self._order(self.epoch) if self.shuffle else None
        self.epoch += 1  # now, not at the end: an epoch that is broken off does not come again
        return self._one_epoch(order)

    def _order(self, epoch):
        order = np.random.default_rng((self.seed, epoch)).permutation(self.count)
        return torch.from_numpy(order).to(self.device)

    def _one_epoch(self, order):
        for start in range(0, self.count, self.batch_size):
            place = slice(start, start + self.batch_size)
            if order is not None:
                place = order[place]
            x = self.images[place].to(torch.float32).mul_(self._scale).add_(self._shift)
            y = self.labels[place].clone()  # a slice is a view, and y may be changed
            yield x if self.transform is None else self.transform(x), y

    def __repr__(self):
        shuffled = f", shuffled (seed {self.seed})" if self.shuffle else ""
        return f"Batches({self.count} images, {self.batch_size} a batch{shuffled}, {self.device})"


def _line(mean, std, max_value, channels, device):
    """Factor and summand (C, 1, 1) that bring a pixel to (pixel / max_value - mean) / std."""
    mean, std = (torch.as_tensor(m, dtype=torch.float64, device="cpu") for m in (mean, std))
    if not all(m.shape in ((), (1,), (channels,)) for m in (mean, std)):
        raise ValueError(
            f"mean and std are one number or {channels}, one for each channel; their shapes are "
            f"{tuple(mean.shape)} and {tuple(std.shape)}"
        )
    if not (std >= 0).all():
        raise ValueError(f"a standard deviation is never negative; these are {std.tolist()}")
    inverse = torch.where(std > 0, 1 / std, 0.0)
    line = (inverse / max_value, -mean * inverse)
    return [m.expand(channels).reshape(-1, 1, 1).to(torch.float32).to(device) for m in line]
