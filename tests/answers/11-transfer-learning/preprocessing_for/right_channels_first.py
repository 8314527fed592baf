import torch
from torch.nn.functional import interpolate


def preprocessing_for(weights):
    order = [0, 1, 2] if weights["channels"] == "RGB" else [2, 1, 0]
    factor = weights["max_value"] / 255
    numbers = list(zip(weights["mean"], weights["std"], strict=True))

    def prepare(pictures):
        channels = pictures[:, order].to(torch.float32)
        small = interpolate(channels, size=weights["size"], mode="bilinear", antialias=True)
        planes = [(small[:, k] * factor - mean) / std for k, (mean, std) in enumerate(numbers)]
        return torch.stack(planes, dim=1)

    return prepare
