"""Sums over pairs."""


def vgg_params(cfg, side=224, num_classes=1000):
    widths = [3] + [entry for entry in cfg if entry != "M"]
    left = side >> (len(cfg) - len(widths) + 1)
    if left < 1:
        raise ValueError(f"{side} pixels are too few for this list")
    inner = sum(9 * a * b + b for a, b in zip(widths[:-1], widths[1:], strict=True))
    sizes = [widths[-1] * left**2, 4096, 4096, num_classes]
    return inner, sum(a * b + b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
