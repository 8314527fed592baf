"""Takes 0.5.

points: 0
says: you subtract 0.5
"""

import torch.nn.functional as F


def preprocessing_for(weights):
    mean = 0.5
    std = 0.5

    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        return (x - mean) / std

    return prepare
