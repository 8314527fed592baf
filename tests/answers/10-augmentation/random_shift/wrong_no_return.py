"""Forgets the return line.

points: 0
says: is there a return line
"""

import torch
import torch.nn.functional as F


def random_shift(images, most, generator, masks=None):
    height, width = images.shape[-2:]
    new = torch.zeros_like(images)
    wider = F.pad(images, (most, most, most, most))
    for n in range(len(images)):
        i, j = torch.randint(0, 2 * most + 1, (2,), generator=generator).tolist()
        new[n] = wider[n, :, i : i + height, j : j + width]
