"""A slice that begins below 0.

points: 0
says: a slice that begins at -1
"""

import torch


def cutout(images, size, generator):
    new, half = images.clone(), size // 2
    for image in new:
        i = torch.randint(images.shape[2], (1,), generator=generator).item()
        j = torch.randint(images.shape[3], (1,), generator=generator).item()
        image[:, i - half : i + half + 1, j - half : j + half + 1] = 0
    return new
