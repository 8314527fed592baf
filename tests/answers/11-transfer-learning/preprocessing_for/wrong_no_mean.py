"""Subtracts no mean.

points: 0
says: subtract no mean
"""

import torch
import torch.nn.functional as F


def preprocessing_for(weights):
    std = torch.tensor(weights["std"]).float().reshape(3, 1, 1)

    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return x / std

    return prepare
