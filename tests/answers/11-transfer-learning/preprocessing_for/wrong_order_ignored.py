"""Ignores the order of the channels.

points: 2
says: get red first
"""

import torch
import torch.nn.functional as F


def preprocessing_for(weights):
    mean = torch.tensor(weights["mean"]).float().reshape(3, 1, 1)
    std = torch.tensor(weights["std"]).float().reshape(3, 1, 1)

    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        return (x - mean) / std

    return prepare
