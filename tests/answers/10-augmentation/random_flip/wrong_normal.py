"""Normal numbers.

points: 0
says: normally distributed
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.randn(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
