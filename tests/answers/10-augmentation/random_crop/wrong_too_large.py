"""Accepts a window that does not fit.

points: 2
says: cut down without a word
"""

import torch


def random_crop(images, size, generator, masks=None):
    room = [max(side - length + 1, 1) for side, length in zip(images.shape[2:], size, strict=True)]
    top, left = (torch.randint(places, (len(images),), generator=generator) for places in room)
    corners = list(zip(top.tolist(), left.tolist(), strict=True))

    def cut(x):
        each = zip(x, corners, strict=True)
        return torch.stack([one[..., i : i + size[0], j : j + size[1]] for one, (i, j) in each])

    return cut(images) if masks is None else (cut(images), cut(masks))
