"""Writes into the images.

points: 1
says: changes its argument images in place
"""

import torch


def random_flip(images, p, generator, masks=None):
    for n in range(len(images)):
        if torch.rand(1, generator=generator) < p:
            images[n] = images[n].flip(2)
            if masks is not None:
                masks[n] = masks[n].flip(1)
    return images if masks is None else (images, masks)
