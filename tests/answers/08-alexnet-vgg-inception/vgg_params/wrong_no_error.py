"""Halves right, refuses nothing.

points: 2
says: The ValueError is missing
"""


def vgg_params(cfg, side=224, num_classes=1000):
    channels, convolutions = 3, 0
    for entry in cfg:
        if entry == "M":
            side = side // 2
        else:
            convolutions += (3 * 3 * channels + 1) * entry
            channels = entry
    dense = (channels * side * side + 1) * 4096
    dense += (4096 + 1) * 4096
    dense += (4096 + 1) * num_classes
    return convolutions, dense
