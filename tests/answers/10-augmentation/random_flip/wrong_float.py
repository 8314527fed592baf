"""Returns floats.

points: 0
says: dtype
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new.float()
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
