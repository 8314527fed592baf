"""Mirrors the whole batch once more for each image that is drawn.

points: 0
says: two of them, and all are as they were
"""

import torch


def random_flip(images, p, generator, masks=None):
    new, new_masks = images.clone(), None if masks is None else masks.clone()
    for _ in range(len(images)):
        if torch.rand((), generator=generator) < p:
            new = new.flip(3)
            new_masks = None if masks is None else new_masks.flip(2)
    return new if masks is None else (new, new_masks)
