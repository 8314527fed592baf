"""What the layers demand of their arguments, and the words in which they refuse others."""

import operator

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def float_array(name, values, axes=None):
    """``values`` as an array, after a check of its dtype and, where ``axes`` are named, of those.

    ``axes`` is what the message calls them, a letter or word for each: "N, C, H, W".
    """
    array = np.asarray(values)
    if array.dtype not in FLOATS:
        raise ValueError(
            f"{name} must hold float32 or float64, but its dtype is {array.dtype}: convert it, "
            f"for example with {name}.astype(np.float32)"
        )
    if axes is not None and array.ndim != len(axes.split(", ")):
        raise ValueError(
            f"{name} must have the {len(axes.split(', '))} axes ({axes}), "
            f"but its shape is {array.shape}"
        )
    if array.size == 0:
        raise ValueError(f"{name} is empty: its shape is {array.shape}")
    return array


def batch(name, values):
    """``values`` as an array of images, after a check."""
    return float_array(name, values, "N, C, H, W")


def require_same_dtype(**arrays):
    """The first array's dtype is that of all."""
    (first, reference), *others = arrays.items()
    for name, array in others:
        if array.dtype != reference.dtype:
            raise ValueError(
                f"{first} is {reference.dtype}, but {name} is {array.dtype}: convert one of them, "
                f"for example with {name}.astype({first}.dtype)"
            )


def require_shape(name, array, shape, what):
    if array.shape != tuple(shape):
        raise ValueError(
            f"{name} must have the shape of {what}, {tuple(shape)}, but its shape is {array.shape}"
        )


def grad_of(shape, grad_out, **arrays):
    """``grad_out`` as an array, after a check that it is the gradient of an output like this."""
    grad_out = float_array("grad_out", grad_out)
    require_same_dtype(**arrays, grad_out=grad_out)
    require_shape("grad_out", grad_out, shape, "the output")
    return grad_out


def pair(name, value, least):
    """(rows, columns) from one number for both or from two."""
    values = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(values) != 2:
        raise ValueError(f"{name} must be one number or two (rows, columns), not {value!r}")
    for number, axis in zip(values, ("rows", "columns"), strict=True):
        label = name if values[0] is values[1] else f"{name} ({axis})"
        require_whole(least, **{label: number})
    return tuple(operator.index(number) for number in values)
