"""Images as a trained network knows them: size, scale, order of channels, mean and deviation."""

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.models.cards import Card


class Preprocessing(nn.Module):
    """From pictures to what a trained network takes.

    Parameters
    ----------
    size : (int, int)
        H and W. Pictures of another size are resized, both sides, with antialiasing.
    channels : {"RGB", "BGR", "grey"}
        The order that the network takes; "grey" is the weighted mean of ITU-R BT.601.
    max_value : float
        1 or 255: pixels go from 0 to this before mean and deviation come into it.
    mean, std : sequence of float
        One for each channel, in the network's order and on this scale.

    Raises
    ------
    ValueError
        If channels are none of these, or there are not as many means and deviations.

    Examples
    --------
    >>> prepare = Preprocessing([2, 2], "BGR", 255, [100, 110, 120], [1, 1, 1])
    >>> red = torch.tensor([255, 0, 0], dtype=torch.uint8).reshape(1, 3, 1, 1).expand(1, 3, 2, 2)
    >>> prepare(red)[0, :, 0, 0]
    tensor([-100., -110.,  135.])
    """

    def __init__(self, size, channels, max_value, mean, std):
        super().__init__()
        count = {"RGB": 3, "BGR": 3, "grey": 1}.get(channels)
        if count is None:
            raise ValueError(f"channels are 'RGB', 'BGR' or 'grey', not {channels!r}")
        if not len(mean) == len(std) == count:
            raise ValueError(
                f"{channels} needs {count} means and {count} deviations, not {len(mean)} and "
                f"{len(std)}"
            )
        self.size, self.channels, self.max_value = tuple(size), channels, max_value
        for name, values in (("mean", mean), ("std", std)):
            column = torch.tensor(list(values), dtype=torch.float32).reshape(-1, 1, 1)
            self.register_buffer(name, column)

    def forward(self, images):
        """From (N, 3, H, W) uint8, red first, to (N, C, *size) float32."""
        if images.dtype != torch.uint8 or images.ndim != 4 or images.shape[1] != 3:
            kind = str(images.dtype).removeprefix("torch.")
            raise ValueError(
                f"pictures are (N, 3, H, W) uint8, red first, not {tuple(images.shape)} {kind}"
            )
        x = images.to(self.mean.device, torch.float32)
        if x.shape[2:] != self.size:
            x = F.interpolate(x, size=self.size, mode="bilinear", antialias=True)
        if self.channels == "BGR":
            x = x.flip(1)
        elif self.channels == "grey":
            weights = x.new_tensor([0.299, 0.587, 0.114]).reshape(3, 1, 1)
            x = (x * weights).sum(dim=1, keepdim=True)
        return (x * (self.max_value / 255) - self.mean) / self.std


def preprocessing(weights):
    """What images must go through before a network with these weights.

    Parameters
    ----------
    weights : str, Card or dict
        A name that `cnnlib.models.load` takes, a model card, or a dict with "size", "channels",
        "max_value", "mean" and "std".

    Returns
    -------
    Preprocessing

    Examples
    --------
    >>> prepare = preprocessing("resnet20-cifar10")
    >>> prepare(torch.zeros(5, 3, 48, 40, dtype=torch.uint8)).shape
    torch.Size([5, 3, 32, 32])
    """
    if isinstance(weights, str):
        from cnnlib.models import card

        weights = card(weights)
    wanted = weights.preprocessing if isinstance(weights, Card) else weights
    names = ("size", "channels", "max_value", "mean", "std")
    return Preprocessing(*(wanted[name] for name in names))
