"""Counts the bias as a product.

points: 2
says: bias is counted
"""

import math


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def weights(layer):
    channels = layer["in_channels"] // layer.get("groups", 1)
    return math.prod(pair(layer["kernel_size"])) * channels * layer["out_channels"]


def size_after(layer, hw):
    kernel = pair(layer["kernel_size"])
    default = 1 if layer["layer"] == "Conv2d" else kernel
    stride, padding, dilation = (
        pair(layer.get(name, value))
        for name, value in (("stride", default), ("padding", 0), ("dilation", 1))
    )
    return tuple(
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(hw, kernel, stride, padding, dilation, strict=True)
    )


def count_params(stack):
    total = 0
    for layer in stack:
        if layer["layer"] == "Conv2d":
            total += weights(layer) + layer["out_channels"] * layer.get("bias", True)
        elif layer["layer"] == "Linear":
            total += layer["out_features"] * (layer["in_features"] + layer.get("bias", True))
        elif layer["layer"] == "BatchNorm2d":
            total += 2 * layer["num_features"]
    return total


def count_macs(stack, hw):
    total = 0
    for layer in stack:
        if "kernel_size" in layer:
            hw = size_after(layer, hw)
        if layer["layer"] == "Conv2d":
            total += (
                (weights(layer) + layer["out_channels"] * layer.get("bias", True)) * hw[0] * hw[1]
            )
        elif layer["layer"] == "Linear":
            total += layer["in_features"] * layer["out_features"]
    return total
