"""torchvision's.

points: 0
says: does the exercise for you
"""

import torch
from torchvision.transforms import v2


def random_flip(images, p, generator, masks=None):
    flip = v2.RandomHorizontalFlip(p)
    new = torch.stack([flip(image) for image in images])
    return new if masks is None else (new, masks)
