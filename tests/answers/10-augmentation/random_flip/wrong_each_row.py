"""Each row draws for itself.

points: 0
says: by itself
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), images.shape[2], 1, generator=generator) < p
    new = torch.where(chosen[:, None], images.flip(3), images)
    return new if masks is None else (new, torch.where(chosen, masks.flip(2), masks))
