"""One draw for the whole batch.

points: 0
says: the whole batch is mirrored or not
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = (torch.rand(1, generator=generator) < p).expand(len(images))
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
