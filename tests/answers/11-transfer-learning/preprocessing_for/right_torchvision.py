import torch
from torchvision.transforms import v2


def preprocessing_for(weights):
    top = weights["max_value"]
    steps = v2.Compose(
        [
            v2.ToDtype(torch.float32),
            v2.Resize(weights["size"], antialias=True),
            v2.Lambda(lambda x: x / 255 * top),
            v2.Lambda(lambda x: x.flip(1) if weights["channels"] == "BGR" else x),
            v2.Normalize(weights["mean"], weights["std"]),
        ]
    )
    return steps
