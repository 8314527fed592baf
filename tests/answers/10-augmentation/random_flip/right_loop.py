"""One image after the other."""

import torch


def random_flip(images, p, generator, masks=None):
    new, new_masks = images.clone(), None if masks is None else masks.clone()
    for n in range(len(images)):
        if torch.rand((), generator=generator) < p:
            new[n] = torch.flip(images[n], (-1,))
            if masks is not None:
                new_masks[n] = torch.flip(masks[n], (-1,))
    return new if masks is None else (new, new_masks)
