"""Refuses nothing.

points: 4
says: cannot be built
"""


def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for layer in layers:
        k, s = layer["kernel_size"], layer.get("stride", 1)
        p, d = layer.get("padding", 0), layer.get("dilation", 1)
        size += d * (k - 1) * jump
        start -= p * jump
        jump *= s
    return size, jump, start
