"""Does not use the generator.

points: 1
says: do not come from the generator
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images)) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
