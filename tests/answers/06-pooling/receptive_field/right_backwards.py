"""From one output back to its first and last pixel."""


def first_and_last(layers, unit):
    first = last = unit
    for layer in reversed(layers):
        stride, padding = layer.get("stride", 1), layer.get("padding", 0)
        reach = layer.get("dilation", 1) * (layer["kernel_size"] - 1)
        first, last = first * stride - padding, last * stride - padding + reach
    return first, last


def receptive_field(layers):
    for layer in layers:
        positive = [layer.get(key, 1) for key in ("kernel_size", "stride", "dilation")]
        if min(positive) < 1 or layer.get("padding", 0) < 0:
            raise ValueError("a kernel, stride or dilation below 1, or a negative padding")
    (first, last), (second, _) = (first_and_last(layers, unit) for unit in (0, 1))
    return last - first + 1, second - first, first
