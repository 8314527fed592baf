"""Slices, one image after the other."""

import torch


def cutout(images, size, generator):
    new, half = images.clone(), size // 2
    for image in new:
        i = torch.randint(images.shape[2], (1,), generator=generator).item()
        j = torch.randint(images.shape[3], (1,), generator=generator).item()
        image[:, max(i - half, 0) : i + half + 1, max(j - half, 0) : j + half + 1] = 0
    return new
