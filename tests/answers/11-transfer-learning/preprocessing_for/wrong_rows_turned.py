"""Turns the rows round.

points: 2
says: you turn the rows round
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
            x = x.flip(2)
        return (x - mean) / std

    return prepare
