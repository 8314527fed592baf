"""A small network of any even depth, for the question what depth does.

Its blocks are those of He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR
2016, figure 2, at one size and with one number of channels: so nets of different depth differ in
nothing else. The initialisation is torch's, and not the one of that paper, which would keep the
signal alive by itself: see lesson 09.
"""

import torch.nn.functional as F
from torch import nn


def _norm(channels, batch_norm):
    return nn.BatchNorm2d(channels) if batch_norm else nn.Identity()


class DepthBlock(nn.Module):
    """Two 3 x 3 convolutions, and around them a shortcut or none: ``relu(F(x) + x)``.

    Parameters
    ----------
    channels : int
    skip : bool
        Whether the input is added. It costs no parameters.
    batch_norm : bool
        Whether batch norm follows each convolution.
    """

    def __init__(self, channels, skip=True, batch_norm=True):
        super().__init__()
        self.skip = skip
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm1 = _norm(channels, batch_norm)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = _norm(channels, batch_norm)

    def forward(self, x):
        """x: (N, C, H, W). Returns the same shape."""
        change = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(change + x) if self.skip else F.relu(change)


class DepthNet(nn.Module):
    """A stem that halves the sides, blocks at one size, a dense layer: logits of small images.

    Parameters
    ----------
    depth : int
        Layers with weights from the input to the logits: the stem, two in each block, and the
        dense layer. Even, and 2 at least.
    skip, batch_norm : bool
        Of the blocks: see `DepthBlock`. The stem has batch norm or none, too.
    channels : int
        Of all maps.
    in_channels, num_classes : int
    size : (int, int)
        Height and width of the images.

    Raises
    ------
    ValueError
        If the depth is odd or smaller than 2.

    Examples
    --------
    >>> import torch
    >>> DepthNet(8)(torch.zeros(5, 1, 8, 8)).shape
    torch.Size([5, 10])
    >>> sum(p.numel() for p in DepthNet(20, skip=True).parameters())
    12034
    >>> sum(p.numel() for p in DepthNet(20, skip=False).parameters())
    12034
    """

    def __init__(
        self,
        depth,
        *,
        skip=True,
        batch_norm=True,
        channels=8,
        in_channels=1,
        num_classes=10,
        size=(8, 8),
    ):
        super().__init__()
        if depth < 2 or depth % 2:
            raise ValueError(f"depth must be an even number from 2 on, not {depth}")
        self.stem = nn.Sequential(
            nn.Conv2d(in_channels, channels, 3, stride=2, padding=1, bias=False),
            _norm(channels, batch_norm),
            nn.ReLU(),
        )
        self.blocks = nn.Sequential(
            *(DepthBlock(channels, skip, batch_norm) for _ in range((depth - 2) // 2))
        )
        cells = -(-size[0] // 2) * -(-size[1] // 2)
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(channels * cells, num_classes))

    def forward(self, x):
        """x: (N, in_channels, H, W). Returns logits (N, num_classes)."""
        return self.head(self.blocks(self.stem(x)))
