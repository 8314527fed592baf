"""Each channel draws for itself.

points: 0
says: each channel of an image
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(images.shape[:2], generator=generator) < p
    new = torch.where(chosen[:, :, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, masks
