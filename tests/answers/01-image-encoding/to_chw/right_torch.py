"""Permutes the axes of a tensor."""

import torch


def to_chw(image):
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] not in (1, 3, 4)):
        raise ValueError(f"not a picture: shape {image.shape}")
    tensor = torch.from_numpy(image)
    return tensor[None] if tensor.ndim == 2 else tensor.permute(2, 0, 1)
