"""Flips the channels.

points: 0
says: order of the channels
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = torch.where(chosen[:, None, None, None], images.flip(1), images)
    if masks is None:
        return new
    return new, masks
