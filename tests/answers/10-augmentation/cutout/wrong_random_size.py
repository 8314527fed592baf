"""Draws the size as well.

points: 0
says: expected: images: a square of 3 x 3 is 0
"""

import torch


def cutout(images, size, generator):
    covered = images.clone()
    count, _, height, width = images.shape
    rows = torch.randint(0, height, (count,), generator=generator).tolist()
    columns = torch.randint(0, width, (count,), generator=generator).tolist()
    for n, (i, j) in enumerate(zip(rows, columns, strict=True)):
        half = int(torch.randint(0, size // 2 + 1, (), generator=generator))
        covered[n, :, max(0, i - half) : i + half + 1, max(0, j - half) : j + half + 1] = 0
    return covered
