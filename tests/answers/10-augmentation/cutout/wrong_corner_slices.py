"""The corner is drawn, and slices.

points: 0
says: upper left corner
"""

import torch


def cutout(images, size, generator):
    covered = images.clone()
    count, _, height, width = images.shape
    rows = torch.randint(0, height, (count,), generator=generator).tolist()
    columns = torch.randint(0, width, (count,), generator=generator).tolist()
    for n, (i, j) in enumerate(zip(rows, columns, strict=True)):
        covered[n, :, i : i + size, j : j + size] = 0
    return covered
