"""Other draws for the masks.

points: 1
says: by other draws
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, random_flip(masks[:, None], p, generator)[:, 0]
