"""Takes the statistics of each image.

points: 0
says: each image by its own
"""

import torch.nn.functional as F


def preprocessing_for(weights):
    def prepare(pictures):
        x = pictures.float()
        x = F.interpolate(x, tuple(weights["size"]), mode="bilinear", antialias=True)
        x = x * (weights["max_value"] / 255)
        if weights["channels"] == "BGR":
            x = x.flip(1)
        own = x.mean(dim=(2, 3), keepdim=True)
        return (x - own) / x.std(dim=(2, 3), keepdim=True)

    return prepare
