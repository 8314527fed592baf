"""Labelled images as tensors: a training part, a test part, and what is known of them."""

from dataclasses import dataclass, field

import torch

from cnnlib.datasets.batches import Batches


@dataclass(frozen=True, eq=False)
class Split:
    """One part of a data set: images with their labels, in memory.

    Attributes
    ----------
    images : (N, C, H, W) uint8 tensor
    labels : (N,) int64 tensor
        The class of each image, as an index.

    Raises
    ------
    ValueError
        If shapes or types are not these, or there are not as many labels as images.

    Examples
    --------
    >>> Split(torch.zeros(5, 3, 8, 8, dtype=torch.uint8), torch.arange(5))
    Split(5 images of 3 x 8 x 8)
    """

    images: torch.Tensor
    labels: torch.Tensor

    def __post_init__(self):
        if self.images.ndim != 4 or self.images.dtype != torch.uint8:
            raise ValueError(f"images are (N, C, H, W) uint8, not {_described(self.images)}")
        if self.labels.ndim != 1 or self.labels.dtype != torch.int64:
            raise ValueError(f"labels are (N,) int64, not {_described(self.labels)}")
        if len(self.images) != len(self.labels):
            raise ValueError(f"{len(self.images)} images have {len(self.labels)} labels")

    def __len__(self):
        return len(self.labels)

    def __repr__(self):
        size = " x ".join(str(number) for number in self.images.shape[1:])
        return f"Split({len(self)} images of {size})"


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled images, divided into training and test, with their origin.

    Attributes
    ----------
    name : str
    train, test : Split
    class_names : tuple of str
    mean, std : (C,) float32 tensor
        Of each channel, over all pixels of the *training* images, scaled to [0, 1]. A test image
        must not influence how it is seen.
    max_value : int
        Full brightness: divide by it to bring the images to [0, 1].
    origin, licence : str
        Who made them and where they come from; under which terms.
    left_out : tuple of (path, str)
        Files of a folder that could not be used, each with the reason.

    Raises
    ------
    ValueError
        If there is nothing to train on, the parts have images of different shapes, or a label
        has no class name.

    Examples
    --------
    >>> from cnnlib import datasets
    >>> data = datasets.load("digits")
    >>> data
    Dataset('digits': 1438 images to train, 359 to test, 1 x 8 x 8, 10 classes)
    >>> x, y = next(iter(data.batches("train", 64, shuffle=True)))
    >>> x.shape, y.shape
    (torch.Size([64, 1, 8, 8]), torch.Size([64]))
    """

    name: str
    train: Split
    test: Split
    class_names: tuple[str, ...]
    max_value: int
    origin: str
    licence: str
    left_out: tuple = ()
    mean: torch.Tensor = field(init=False)
    std: torch.Tensor = field(init=False)

    def __post_init__(self):
        self._require_parts_that_fit()
        mean, std = _statistics(self.train.images, self.max_value)
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "std", std)

    def batches(self, part, batch_size, *, shuffle=False, seed=0, device=None, transform=None):
        """Batches of one part, normalised with the statistics of the training images.

        Parameters
        ----------
        part : {"train", "test"}
        batch_size, shuffle, seed, device, transform
            As `Batches` has them.

        Returns
        -------
        Batches

        Raises
        ------
        ValueError
            If there is no such part, or an argument is not what `Batches` takes.
        """
        if part not in ("train", "test"):
            raise ValueError(f"the parts are 'train' and 'test', not {part!r}")
        return Batches(
            getattr(self, part),
            batch_size,
            mean=self.mean,
            std=self.std,
            max_value=self.max_value,
            shuffle=shuffle,
            seed=seed,
            device=device,
            transform=transform,
        )

    def _require_parts_that_fit(self):
        if not len(self.train):
            raise ValueError(f"{self.name!r} has no images to train on")
        shape, other = (tuple(part.images.shape[1:]) for part in (self.train, self.test))
        if shape != other:
            raise ValueError(
                f"images of {self.name!r} have the shape {shape} to train and {other} to test"
            )
        last = len(self.class_names) - 1
        for label in torch.cat([self.train.labels, self.test.labels]).unique().tolist():
            if not 0 <= label <= last:
                raise ValueError(
                    f"labels of {self.name!r} go from 0 to {last}, but there is {label}"
                )

    def __repr__(self):
        size = " x ".join(str(number) for number in self.train.images.shape[1:])
        return (
            f"Dataset({self.name!r}: {len(self.train)} images to train, {len(self.test)} to test, "
            f"{size}, {len(self.class_names)} classes)"
        )


def _described(tensor):
    return f"{tuple(tensor.shape)} {str(tensor.dtype).removeprefix('torch.')}"


def _statistics(images, max_value):
    """Mean and standard deviation of each channel, from how often each of 256 values occurs.

    Counts are exact: no sum of many floats depends on the order that a processor adds in.
    """
    channels = [images[:, channel].flatten() for channel in range(images.shape[1])]
    counts = torch.stack([torch.bincount(pixels, minlength=256) for pixels in channels]).double()
    share = counts / counts.sum(dim=1, keepdim=True)
    values = torch.arange(256, dtype=torch.float64) / max_value
    mean = share @ values
    variance = (share * (values - mean[:, None]) ** 2).sum(dim=1)
    return mean.float(), variance.sqrt().float()
