"""The mean in place of 0.

points: 0
says: something else than 0
says: with another value than 0
"""

import torch


def cutout(images, size, generator):
    n, channels, height, width = images.shape
    rows, columns = (torch.randint(side, (n,), generator=generator) for side in (height, width))
    down = torch.arange(height)[None, :, None] - rows[:, None, None]
    right = torch.arange(width)[None, None, :] - columns[:, None, None]
    half = size // 2
    hole = (down.abs() <= half) & (right.abs() <= half)
    return torch.where(hole[:, None], images.float().mean().round().to(images.dtype), images)
