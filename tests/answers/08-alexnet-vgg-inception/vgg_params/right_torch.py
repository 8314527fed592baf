"""torch's layers on the meta device."""

import torch
from torch import nn


def vgg_params(cfg, side=224, num_classes=1000):
    layers, channels = [], 3
    for entry in cfg:
        if entry == "M":
            side //= 2
            continue
        layers.append(nn.Conv2d(channels, entry, 3, padding=1, device="meta"))
        channels = entry
    if not side:
        raise ValueError("too many poolings")
    sizes = [channels * side**2, 4096, 4096, num_classes]
    dense = [nn.Linear(a, b, device="meta") for a, b in zip(sizes[:-1], sizes[1:], strict=True)]
    count = [sum(p.numel() for p in nn.ModuleList(part).parameters()) for part in (layers, dense)]
    return torch.Size(count)[0], count[1]
