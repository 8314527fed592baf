"""Ignores p.

points: 0
says: whatever p says
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < 0.5
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
