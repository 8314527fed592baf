"""Adds kernel - 1 for every layer.

points: 1
says: neighbouring pixels
"""


def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for layer in layers:
        k, s = layer["kernel_size"], layer.get("stride", 1)
        p, d = layer.get("padding", 0), layer.get("dilation", 1)
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("no such layer")
        size += d * (k - 1)
        start -= p * jump
        jump *= s
    return size, jump, start
