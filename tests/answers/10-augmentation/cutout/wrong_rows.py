"""Whole rows.

points: 0
says: whole rows
"""

import torch


def cutout(images, size, generator):
    n, channels, height, width = images.shape
    rows, _ = (torch.randint(side, (n,), generator=generator) for side in (height, width))
    down = torch.arange(height)[None, :, None] - rows[:, None, None]
    half = size // 2
    hole = (down.abs() <= half).expand(n, height, width)
    return torch.where(hole[:, None], torch.zeros_like(images), images)
