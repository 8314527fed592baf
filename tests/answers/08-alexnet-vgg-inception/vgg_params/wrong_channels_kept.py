"""The channels never change.

points: 0
says: saw the 3 channels of the image
"""


def vgg_params(cfg, side=224, num_classes=1000):
    channels, convolutions = 3, 0
    for entry in cfg:
        if entry == "M":
            side = side // 2
        else:
            convolutions += (3 * 3 * channels + 1) * entry
    if side == 0:
        raise ValueError("nothing is left")
    dense = (channels * side * side + 1) * 4096
    dense += (4096 + 1) * 4096
    dense += (4096 + 1) * num_classes
    return convolutions, dense
