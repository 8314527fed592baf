"""Rolls each image, and clears what came round; columns are drawn first."""

import torch


def _moved(image, down, right):
    height, width = image.shape[-2:]
    if abs(down) >= height or abs(right) >= width:
        return torch.zeros_like(image)
    new = torch.roll(image, (down, right), dims=(-2, -1))
    new = new.clone()
    new[..., : max(down, 0), :] = 0
    new[..., height + min(down, 0) :, :] = 0
    new[..., : max(right, 0)] = 0
    new[..., width + min(right, 0) :] = 0
    return new


def random_shift(images, most, generator, masks=None):
    right = torch.randint(2 * most + 1, (len(images),), generator=generator) - most
    down = torch.randint(2 * most + 1, (len(images),), generator=generator) - most
    moves = list(zip(down.tolist(), right.tolist(), strict=True))
    new = torch.stack([_moved(image, *move) for image, move in zip(images, moves, strict=True)])
    if masks is None:
        return new
    return new, torch.stack([_moved(mask, *move) for mask, move in zip(masks, moves, strict=True)])
