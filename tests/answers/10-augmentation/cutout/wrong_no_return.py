"""Forgets the return line.

points: 0
says: is there a return line
"""

import torch


def cutout(images, size, generator):
    covered = images.clone()
    count, _, height, width = images.shape
    rows = torch.randint(0, height, (count,), generator=generator).tolist()
    columns = torch.randint(0, width, (count,), generator=generator).tolist()
    half = size // 2
    for n, (i, j) in enumerate(zip(rows, columns, strict=True)):
        covered[n, :, max(0, i - half) : i + half + 1, max(0, j - half) : j + half + 1] = 0
