"""Forgets the return line.

points: 0
says: is there a return line
"""

import torch


def random_flip(images, p, generator, masks=None):
    chosen = torch.rand(len(images), generator=generator) < p
    new = images.clone()
    new[chosen] = images[chosen].flip(3)
