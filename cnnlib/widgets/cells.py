"""What the widgets that show matrices as cells have in common."""

import numpy as np

from cnnlib.plots.style import short


def matrix(value, what, largest):
    """A nested list of floats, of a size that fits on the screen."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"the {what} must be a matrix of numbers, got {value!r}") from None
    if array.ndim != 2 or not array.size:
        raise ValueError(f"the {what} must be a matrix (H, W), its shape is {array.shape}")
    if max(array.shape) > largest:
        raise ValueError(
            f"the {what} has shape {array.shape}; at most {largest} x {largest} are shown here: "
            "cut out a part of it"
        )
    if not np.isfinite(array).all():
        raise ValueError(f"the {what} holds a value that is not a finite number")
    return array.tolist()


def signed(value):
    """A number inside a product: negative ones in brackets."""
    return f"({short(value)})" if value < 0 else short(value)
