"""Padding: pixels around an image."""

import numpy as np

from cnnlib.functional._arguments import batch, pair

# What NumPy calls the modes of torch.
MODES = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}


def pad2d(x, padding, mode="zeros", value=0.0):
    """Put pixels around each image.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    padding : int, (rows, columns) or ((top, bottom), (left, right))
        Pixels added at each side, at least 0.
    mode : {"zeros", "replicate", "reflect", "circular"}
        What stands there. "zeros": `value`. "replicate": the nearest pixel of the image.
        "reflect": the image in a mirror that stands *on* its outermost pixel, which is therefore
        not repeated. "circular": the image from its other end.
    value : float
        The constant of mode "zeros".

    Returns
    -------
    (N, C, top + H + bottom, left + W + right) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        If x is not 4D, is empty or is neither float32 nor float64; if the padding is not whole
        or is negative, or is more than the image has to give (all but one pixel to reflect, all
        to continue circularly); if the mode is unknown or has no use for a value.

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> pad2d(x, (0, 2))
    array([[[[0., 0., 1., 2., 3., 0., 0.]]]])
    >>> pad2d(x, (0, 2), mode="reflect")
    array([[[[3., 2., 1., 2., 3., 2., 1.]]]])
    >>> pad2d(x, ((0, 0), (1, 0)), mode="circular")
    array([[[[3., 1., 2., 3.]]]])
    """
    x = batch("x", x)
    sides = _sides(padding)
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(map(repr, MODES))}, not {mode!r}")
    if mode == "zeros":
        return np.pad(x, [(0, 0), (0, 0), *sides], constant_values=value)
    if value != 0:
        raise ValueError(f"value is {value!r}, but mode {mode!r} fills in pixels of the image")
    _require_enough(sides, x.shape[2:], mode)
    return np.pad(x, [(0, 0), (0, 0), *sides], mode=MODES[mode])


def _sides(padding):
    """((top, bottom), (left, right)) from any way to write a padding."""
    per_axis = padding if isinstance(padding, (tuple, list)) else (padding, padding)
    if len(per_axis) != 2:
        raise ValueError(
            "padding must be one number, (rows, columns) or ((top, bottom), (left, right)), "
            f"not {padding!r}"
        )
    return [pair("padding", ends, least=0) for ends in per_axis]


def _require_enough(sides, size, mode):
    for ends, n, axis in zip(sides, size, ("rows", "columns"), strict=True):
        most = {"reflect": n - 1, "circular": n}.get(mode, max(ends))
        if max(ends) > most:
            raise ValueError(
                f"padding of {max(ends)} {axis} in mode {mode!r} is more than the {most} that an "
                f"image with {n} {axis} can give"
            )
