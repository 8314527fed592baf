"""Calls torch.

points: 0
says: max_pool2d
says: yourself
"""

import torch
from torch import nn


def pool2d(x, kernel_size, stride=None, padding=0, mode="max"):
    maps = torch.tensor(x.astype(float)).reshape(-1, 1, *x.shape[-2:])
    pooled = nn.functional.max_pool2d(maps, kernel_size, stride, padding)
    return pooled.reshape(*x.shape[:-2], *pooled.shape[-2:]).numpy()
