"""size for the radius.

points: 0
says: too large
"""

import torch


def cutout(images, size, generator):
    n, channels, height, width = images.shape
    rows, columns = (torch.randint(side, (n,), generator=generator) for side in (height, width))
    down = torch.arange(height)[None, :, None] - rows[:, None, None]
    right = torch.arange(width)[None, None, :] - columns[:, None, None]
    hole = (down.abs() <= size) & (right.abs() <= size)
    return torch.where(hole[:, None], torch.zeros_like(images), images)
