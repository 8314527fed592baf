"""Normalises before the channels are turned.

points: 2
says: red is normalised by the numbers of blue
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
        x = (x - mean) / std
        return x.flip(1) if weights["channels"] == "BGR" else x

    return prepare
