"""The masks move the other way.

points: 2
says: up where their images go down
"""

import torch
import torch.nn.functional as F


def _window(x, most, down, right):
    height, width = x.shape[-2:]
    i, j = most - down, most - right
    return F.pad(x, (most, most, most, most))[..., i : i + height, j : j + width]


def random_shift(images, most, generator, masks=None):
    moves = torch.randint(-most, most + 1, (2, len(images)), generator=generator)
    moves = moves.T.tolist()
    new = torch.stack([_window(x, most, *move) for x, move in zip(images, moves, strict=True)])
    if masks is None:
        return new
    moves = [(-down, -right) for down, right in moves]
    return new, torch.stack([_window(m, most, *move) for m, move in zip(masks, moves, strict=True)])
