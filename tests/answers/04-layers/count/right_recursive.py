"""The first layer, and then the rest."""

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
    if not stack:
        return 0
    first, *rest = stack
    counts = {
        "Conv2d": lambda one: weights(one) + one["out_channels"] * one.get("bias", True),
        "Linear": lambda one: (one["in_features"] + one.get("bias", True)) * one["out_features"],
        "BatchNorm2d": lambda one: 2 * one["num_features"],
    }
    return counts.get(first["layer"], lambda one: 0)(first) + count_params(rest)


def count_macs(stack, hw):
    if not stack:
        return 0
    first, *rest = stack
    after = size_after(first, hw) if "kernel_size" in first else hw
    here = 0
    if first["layer"] == "Conv2d":
        here = weights(first) * math.prod(after)
    if first["layer"] == "Linear":
        here = first["in_features"] * first["out_features"]
    return here + count_macs(rest, after)
