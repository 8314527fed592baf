"""Pads, and cuts a window out of each image."""

import torch
import torch.nn.functional as F


def random_shift(images, most, generator, masks=None):
    height, width = images.shape[2:]
    moved, moved_masks = [], []
    for n, image in enumerate(images):
        down, right = torch.randint(-most, most + 1, (2,), generator=generator).tolist()
        i, j = most - down, most - right
        wider = F.pad(image, (most, most, most, most))
        moved.append(wider[:, i : i + height, j : j + width])
        if masks is not None:
            wider = F.pad(masks[n], (most, most, most, most))
            moved_masks.append(wider[i : i + height, j : j + width])
    if masks is None:
        return torch.stack(moved)
    return torch.stack(moved), torch.stack(moved_masks)
