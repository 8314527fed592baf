"""Images as a training sees them: another view of each in every epoch."""

import numpy as np
import torch
import torch.nn.functional as F

from cnnlib import datasets


class Views:
    """Batches whose images are made smaller, moved, mirrored and partly covered, at random.

    What happens depends on the seed of the recipe and the number of the epoch only, so a training
    that goes on after a pause sees the same. Iterate for one epoch, as with
    `cnnlib.datasets.Batches`.

    Parameters
    ----------
    batches : Batches
        Normalised images; 0 is then the mean of the training images.
    recipe : Recipe

    Yields
    ------
    x : (B, C, H, W) float32 tensor, channels last in memory
    y : (B,) int64 tensor

    Examples
    --------
    >>> from cnnlib import datasets
    >>> from cnnlib.pretrain import Recipe
    >>> data = datasets.load("digits")
    >>> views = Views(data.batches("train", 100, shuffle=True), Recipe(epochs=4, small=((0.5, 6),)))
    >>> [next(iter(views))[0].shape[2:] for epoch in range(4) if not views.set_epoch(epoch)]
    [torch.Size([6, 6]), torch.Size([6, 6]), torch.Size([8, 8]), torch.Size([8, 8])]
    """

    def __init__(self, batches, recipe):
        self.batches, self.recipe, self.epoch = batches, recipe, 0

    def __len__(self):
        return len(self.batches)

    def set_epoch(self, epoch):
        """Say which epoch comes next, from 0."""
        self.batches.set_epoch(epoch)
        self.epoch = epoch

    def __iter__(self):
        size = self.recipe.size_in(self.epoch)
        dice = np.random.default_rng((self.recipe.seed, self.epoch, 1))
        self.epoch += 1
        for x, y in self.batches:
            x = _smaller(x, size)
            x = _cropped(x, self._in_proportion(self.recipe.crop, x), dice)
            x = _mirrored(x, dice) if self.recipe.mirror else x
            x = _covered(x, self._in_proportion(self.recipe.cutout, x), dice)
            yield x.contiguous(memory_format=torch.channels_last), y

    def _in_proportion(self, pixels, x):
        """So many pixels of a whole image, on images as small as these."""
        return round(pixels * x.shape[2] / self.batches.images.shape[2])


def _smaller(x, size):
    if size is None or size >= x.shape[2]:
        return x
    return F.interpolate(x, size=(size, size), mode="bilinear", antialias=True)


def _cropped(x, border, dice):
    """From a frame of 0 around each image, a window of the old size somewhere."""
    if not border:
        return x
    n, _, height, width = x.shape
    windows = F.pad(x, (border,) * 4).unfold(2, height, 1).unfold(3, width, 1)
    down, right = (_on(x, dice.integers(0, 2 * border + 1, n)) for _ in range(2))
    return windows[torch.arange(n, device=x.device), :, down, right]


def _mirrored(x, dice):
    mirror = _on(x, dice.random(len(x)) < 0.5)
    return torch.where(mirror[:, None, None, None], x.flip(3), x)


def _covered(x, side, dice):
    """A square of 0, whose middle is anywhere: at the border, less of it lies on the image."""
    if not side:
        return x
    masks = []
    for axis in (2, 3):
        start = _on(x, dice.integers(0, x.shape[axis], len(x)))[:, None] - side // 2
        place = torch.arange(x.shape[axis], device=x.device)
        masks.append((place >= start) & (place < start + side))
    return x.masked_fill(masks[0][:, None, :, None] & masks[1][:, None, None, :], 0.0)


def _on(x, values):
    return torch.from_numpy(values).to(x.device)


def batches_of(data, part, recipe, device, **options):
    """Normalised batches of a part of the data, on the device that they are needed on."""
    options = {"shuffle": True, "seed": recipe.seed, **options}
    return datasets.Batches(
        part,
        recipe.batch_size,
        mean=data.mean,
        std=data.std,
        max_value=data.max_value,
        device=device,
        **options,
    )
