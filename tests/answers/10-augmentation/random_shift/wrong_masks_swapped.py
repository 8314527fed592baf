"""Rows and columns of the masks are exchanged.

points: 2
says: down by what their images move to the right
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
    moves = [(right, down) for down, right in moves]
    return new, torch.stack([_window(m, most, *move) for m, move in zip(masks, moves, strict=True)])
