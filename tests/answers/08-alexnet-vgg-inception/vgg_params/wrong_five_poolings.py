"""Divides by 32.

points: 1
says: divided by 32
"""


def vgg_params(cfg, side=224, num_classes=1000):
    whole = side
    channels, convolutions = 3, 0
    for entry in cfg:
        if entry == "M":
            side = side // 2
        else:
            convolutions += (3 * 3 * channels + 1) * entry
            channels = entry
    if not side:
        raise ValueError("nothing is left")
    dense = (channels * (whole // 32) ** 2 + 1) * 4096
    dense += (4096 + 1) * 4096
    dense += (4096 + 1) * num_classes
    return convolutions, dense
