"""Writes into the images.

points: 2
says: changes its argument images in place
"""

import torch
import torch.nn.functional as F


def random_shift(images, most, generator, masks=None):
    height, width = images.shape[2:]
    moves = torch.randint(-most, most + 1, (len(images), 2), generator=generator).tolist()
    for n, (down, right) in enumerate(moves):
        i, j = most - down, most - right
        wider = F.pad(images[n], (most, most, most, most))
        images[n] = wider[:, i : i + height, j : j + width]
        if masks is not None:
            wider = F.pad(masks[n], (most, most, most, most))
            masks[n] = wider[i : i + height, j : j + width]
    return images if masks is None else (images, masks)
