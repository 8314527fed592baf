"""All but the square.

points: 0
says: everything but the square
"""

import torch


def cutout(images, size, generator):
    n, channels, height, width = images.shape
    rows, columns = (torch.randint(side, (n,), generator=generator) for side in (height, width))
    down = torch.arange(height)[None, :, None] - rows[:, None, None]
    right = torch.arange(width)[None, None, :] - columns[:, None, None]
    half = size // 2
    hole = ~((down.abs() <= half) & (right.abs() <= half))
    return torch.where(hole[:, None], torch.zeros_like(images), images)
