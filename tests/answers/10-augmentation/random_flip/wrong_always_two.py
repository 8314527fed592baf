"""Returns a pair without masks, too.

points: 0
says: return the images alone
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new, masks
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
