"""The first layer, and the field of the rest in its output."""


def receptive_field(layers):
    if not layers:
        return 1, 1, 0
    first = {"stride": 1, "padding": 0, "dilation": 1} | layers[0]
    k, s, p, d = (first[key] for key in ("kernel_size", "stride", "padding", "dilation"))
    if k < 1 or s < 1 or d < 1 or p < 0:
        raise ValueError(f"{layers[0]} is no layer")
    size, jump, start = receptive_field(layers[1:])
    return (size - 1) * s + d * (k - 1) + 1, jump * s, start * s - p
