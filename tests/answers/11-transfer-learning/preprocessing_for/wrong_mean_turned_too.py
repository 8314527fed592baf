"""Turns the means round as well.

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
        if weights["channels"] == "BGR":
            x = x.flip(1)
            return (x - mean.flip(0)) / std.flip(0)
        return (x - mean) / std

    return prepare
