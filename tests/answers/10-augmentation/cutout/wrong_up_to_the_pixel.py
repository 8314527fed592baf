"""Ends at the pixel.

points: 0
says: lower right corner
"""

import torch


def cutout(images, size, generator):
    covered = images.clone()
    count, _, height, width = images.shape
    rows = torch.randint(0, height, (count,), generator=generator).tolist()
    columns = torch.randint(0, width, (count,), generator=generator).tolist()
    before = size - 1
    for n, (i, j) in enumerate(zip(rows, columns, strict=True)):
        covered[n, :, max(0, i - before) : i + 1, max(0, j - before) : j + 1] = 0
    return covered
