"""Turns the order of the chosen images round.

points: 0
says: axis 0 is that of the batch
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = images.clone()
    new[chosen] = images[chosen].flip(0)
    if masks is None:
        return new
    new_masks = masks.clone()
    new_masks[chosen] = masks[chosen].flip(0)
    return new, new_masks
