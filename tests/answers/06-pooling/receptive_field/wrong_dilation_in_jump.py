"""Multiplies the jump by the dilation.

points: 3
says: only strides are in the jump
"""


def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for layer in layers:
        k, s = layer["kernel_size"], layer.get("stride", 1)
        p, d = layer.get("padding", 0), layer.get("dilation", 1)
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("no such layer")
        size += d * (k - 1) * jump
        start -= p * jump
        jump *= s * d
    return size, jump, start
