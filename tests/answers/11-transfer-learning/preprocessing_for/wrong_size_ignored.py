"""Ignores the size.

points: 2
says: the images keep their size
"""

import torch


def preprocessing_for(weights):
    mean = torch.tensor(weights["mean"]).float().reshape(3, 1, 1)
    std = torch.tensor(weights["std"]).float().reshape(3, 1, 1)

    def prepare(pictures):
        x = pictures.float()
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std

    return prepare
