"""Cuts the middle out.

points: 2
says: you cut the middle out
"""

import torch


def preprocessing_for(weights):
    mean = torch.tensor(weights["mean"]).float().reshape(3, 1, 1)
    std = torch.tensor(weights["std"]).float().reshape(3, 1, 1)

    def prepare(pictures):
        x = pictures.float()
        height, width = weights["size"]
        top = max((x.shape[2] - height) // 2, 0)
        left = max((x.shape[3] - width) // 2, 0)
        x = x[:, :, top : top + height, left : left + width]
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std

    return prepare
