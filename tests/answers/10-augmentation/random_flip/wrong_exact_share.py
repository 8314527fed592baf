"""Mirrors exactly the share p of a batch.

points: 1
says: in every batch you mirror the same number
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.randperm(len(images), generator=generator) < round(p * len(images))
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
