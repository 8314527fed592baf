"""A pooling after every convolution.

points: 0
says: after every convolution
"""


def alexnet_table(side=227, grouped=True):
    if (side - 11) % 4:
        raise ValueError(f"conv1 does not fit {side}")
    halves = 2 if grouped else 1
    convolutions = {
        "conv1": (96, 11, 4, 0, 1, True),
        "conv2": (256, 5, 1, 2, halves, True),
        "conv3": (384, 3, 1, 1, 1, True),
        "conv4": (384, 3, 1, 1, halves, True),
        "conv5": (256, 3, 1, 1, halves, True),
    }
    rows, channels = {}, 3
    for name, (out, kernel, stride, padding, groups, pooled) in convolutions.items():
        side = (side + 2 * padding - kernel) // stride + 1
        weights = kernel * kernel * (channels // groups) * out
        params = weights + out
        macs = weights * side * side
        rows[name] = {"output": (out, side, side), "params": params, "macs": macs}
        if pooled:
            side = (side - 3) // 2 + 1
        channels = out
    inputs = channels * side * side
    for name, units in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        rows[name] = {"output": (units,), "params": (inputs + 1) * units, "macs": inputs * units}
        inputs = units
    return rows
