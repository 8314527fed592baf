"""Rolls.

points: 0
says: wrap around
"""

import torch


def random_shift(images, most, generator, masks=None):
    moves = torch.randint(-most, most + 1, (len(images), 2), generator=generator).tolist()

    def roll(x):
        rolled = [torch.roll(one, move, (-2, -1)) for one, move in zip(x, moves, strict=True)]
        return torch.stack(rolled)

    return roll(images) if masks is None else (roll(images), roll(masks))
