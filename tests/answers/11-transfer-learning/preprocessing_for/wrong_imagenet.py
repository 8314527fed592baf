"""Takes the numbers of ImageNet.

points: 0
says: deviation of ImageNet
"""

import torch
import torch.nn.functional as F


def preprocessing_for(weights):
    mean = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)

    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std

    return prepare
