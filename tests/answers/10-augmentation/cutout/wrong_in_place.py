"""Writes into the images.

points: 1
says: changes its argument images in place
"""

import torch


def cutout(images, size, generator):
    half = size // 2
    for image in images:
        i = torch.randint(images.shape[2], (1,), generator=generator).item()
        j = torch.randint(images.shape[3], (1,), generator=generator).item()
        image[:, max(i - half, 0) : i + half + 1, max(j - half, 0) : j + half + 1] = 0
    return images
