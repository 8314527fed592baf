"""The masks are changed in place.

points: 1
says: changes its argument masks in place
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    masks[chosen] = masks[chosen].flip(2)
    return new, masks
