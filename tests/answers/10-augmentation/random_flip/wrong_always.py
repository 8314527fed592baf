"""Always mirrors.

points: 0
says: every image is mirrored
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.ones(len(images), dtype=torch.bool)
    new = torch.where(chosen[:, None, None, None], images.flip(3), images)
    if masks is None:
        return new
    return new, torch.where(chosen[:, None, None], masks.flip(2), masks)
