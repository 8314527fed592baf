"""Reads keys that may be left out.

points: 0
says: may be left out
"""


def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for layer in layers:
        k, s = layer["kernel_size"], layer["stride"]
        p, d = layer.get("padding", 0), layer.get("dilation", 1)
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("no such layer")
        size += d * (k - 1) * jump
        start -= p * jump
        jump *= s
    return size, jump, start
