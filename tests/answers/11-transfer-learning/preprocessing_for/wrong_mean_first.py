"""Normalises before scaling.

points: 0
says: scale first
"""

import torch
import torch.nn.functional as F


def preprocessing_for(weights):
    mean = torch.tensor(weights["mean"]).float().reshape(3, 1, 1)
    std = torch.tensor(weights["std"]).float().reshape(3, 1, 1)

    def prepare(pictures):
        x = F.interpolate(pictures.float(), tuple(weights["size"]), mode="bilinear", antialias=True)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std * (weights["max_value"] / 255)

    return prepare
