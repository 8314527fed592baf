"""Rounded normal numbers.

points: 0
says: of those from torch.randn 0 comes most
"""

import torch
import torch.nn.functional as F


def _window(x, most, down, right):
    height, width = x.shape[-2:]
    i, j = most - down, most - right
    return F.pad(x, (most, most, most, most))[..., i : i + height, j : j + width]


def random_shift(images, most, generator, masks=None):
    moves = torch.randn(2, len(images), generator=generator) * most
    moves = moves.round().long().clamp(-most, most)
    moves = moves.T.tolist()
    new = torch.stack([_window(x, most, *move) for x, move in zip(images, moves, strict=True)])
    if masks is None:
        return new
    return new, torch.stack([_window(x, most, *move) for x, move in zip(masks, moves, strict=True)])
