"""Gives the three numbers no shape.

points: 0
says: the columns of the picture
"""

import torch
import torch.nn.functional as F


def preprocessing_for(weights):
    mean = torch.tensor(weights["mean"]).float()
    std = torch.tensor(weights["std"]).float()

    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std

    return prepare
