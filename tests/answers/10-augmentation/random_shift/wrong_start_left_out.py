"""A window from randint(0, 2 * most): the last place is left out.

points: 0
says: the move by -most never comes
"""

import torch
import torch.nn.functional as F


def _window(x, most, down, right):
    height, width = x.shape[-2:]
    i, j = most - down, most - right
    return F.pad(x, (most, most, most, most))[..., i : i + height, j : j + width]


def random_shift(images, most, generator, masks=None):
    places = torch.randint(0, max(2 * most, 1), (2, len(images)), generator=generator)
    moves = (most - places).T.tolist()
    new = torch.stack([_window(x, most, *move) for x, move in zip(images, moves, strict=True)])
    if masks is None:
        return new
    return new, torch.stack([_window(m, most, *move) for m, move in zip(masks, moves, strict=True)])
