"""Sizes and costs of a stack of layers.

A stack is a list of dicts, one for each layer in the order of computation. The key "layer" has
the name of torch's class, the others are torch's arguments:

    [
        {"layer": "Conv2d", "in_channels": 1, "out_channels": 6, "kernel_size": 5},
        {"layer": "ReLU"},
        {"layer": "MaxPool2d", "kernel_size": 2},
        {"layer": "Flatten"},
        {"layer": "Linear", "in_features": 864, "out_features": 10},
    ]

Wherever a stack is asked for, an ``nn.Sequential`` is welcome, too, or a list of torch's layers.

Layers that are known: Conv2d, ConvTranspose2d, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d,
AdaptiveMaxPool2d, BatchNorm1d, BatchNorm2d, LocalResponseNorm, Flatten, Linear, dropout, and
activations such as ReLU, Tanh or Softmax.
"""

from cnnlib.arithmetic.layers import KINDS
from cnnlib.arithmetic.whole_numbers import product, require_whole


def describe(model):
    """A model as a stack: a list of dicts, which can be read, compared, changed and stored.

    Parameters
    ----------
    model : nn.Sequential, layer, or list
        Sequentials within Sequentials are unfolded. Layers are known by the names of their
        classes; a class derived from one of torch's counts as that one, as long as it does not
        have a ``forward`` of its own. A list may have dicts, layers, or both.

    Returns
    -------
    list of dict
        In one form: without arguments that have torch's default, or that change no size and no
        count (``inplace``, ``eps``, ``padding_mode``, the ``p`` of a dropout); pairs of equal
        numbers as one number; ``padding="valid"`` as 0. So two stacks are of the same make if
        their descriptions are equal.

    Raises
    ------
    ValueError
        If a layer is none of those that are known, or has a wrong argument.

    Examples
    --------
    >>> from torch import nn
    >>> describe(nn.Sequential(nn.Sequential(nn.Conv2d(3, 8, (5, 3)), nn.ReLU()), nn.MaxPool2d(2)))
    [{'layer': 'Conv2d', 'in_channels': 3, 'out_channels': 8, 'kernel_size': (5, 3)},
     {'layer': 'ReLU'},
     {'layer': 'MaxPool2d', 'kernel_size': 2}]
    """
    return [layer.as_dict() for layer in layers_of(model)]


def layer_table(stack, input_size):
    """What each layer makes and what it costs.

    Parameters
    ----------
    stack : list of dict or nn.Sequential
    input_size : (int, int, int) or (int,)
        One input, without the batch: (C, H, W), or (features,) where it is flat.

    Returns
    -------
    list of dict
        For each layer a row of ``"layer"`` (its name), ``"output_size"`` ((C, H, W) or
        (features,)), ``"params"``, ``"macs"`` and ``"values"`` (numbers in its output).

    Raises
    ------
    ValueError
        If `input_size` is none, if a layer is unknown or has a wrong argument, or if what
        arrives at a layer does not fit. The message names the layer, from 0, and the rule.

    Notes
    -----
    A Linear takes flat values only. (Torch's would take maps, and multiply along their last
    axis: in a stack of image layers that is nearly always a Flatten that was forgotten.)

    See Also
    --------
    count_params, count_macs, activation_memory : the columns' sums, and what they count.

    Examples
    --------
    >>> stack = [
    ...     {"layer": "Conv2d", "in_channels": 1, "out_channels": 6, "kernel_size": 5},
    ...     {"layer": "MaxPool2d", "kernel_size": 2},
    ...     {"layer": "Flatten"},
    ...     {"layer": "Linear", "in_features": 864, "out_features": 10},
    ... ]
    >>> for row in layer_table(stack, input_size=(1, 28, 28)):
    ...     print(*row.values())
    Conv2d (6, 24, 24) 156 86400 3456
    MaxPool2d (6, 12, 12) 0 0 864
    Flatten (864,) 0 0 864
    Linear (10,) 8650 8640 10
    >>> layer_table(stack, input_size=(1, 32, 32))
    Traceback (most recent call last):
    ...
    ValueError: layer 3 (Linear): in_features is 864, but 1176 values arrive: they must be equal
    """
    size = _require_size(input_size)
    table = []
    for index, layer in enumerate(layers_of(stack)):
        name = type(layer).__name__
        try:
            out = layer.out(size)
        except ValueError as error:
            raise ValueError(f"layer {index} ({name}): {error}") from None
        table.append(
            {
                "layer": name,
                "output_size": out,
                "params": layer.params,
                "macs": layer.macs(size),
                "values": product(out),
            }
        )
        size = out
    return table


def count_params(stack):
    """Numbers that a stack learns: weights, biases, and batch norm's scales and shifts.

    Parameters
    ----------
    stack : list of dict or nn.Sequential

    Returns
    -------
    int
        Batch norm's running means and variances are not learnt and do not count; frozen
        parameters do. A layer that stands twice in the stack counts twice.

    Raises
    ------
    ValueError
        If a layer is unknown or has a wrong argument. Whether the layers fit each other is not
        looked at: that takes an input (`layer_table`).

    Examples
    --------
    LeNet-5 with all the connections from its second to its third layer:

    >>> lenet = [
    ...     {"layer": "Conv2d", "in_channels": 1, "out_channels": 6, "kernel_size": 5},
    ...     {"layer": "AvgPool2d", "kernel_size": 2},
    ...     {"layer": "Conv2d", "in_channels": 6, "out_channels": 16, "kernel_size": 5},
    ...     {"layer": "AvgPool2d", "kernel_size": 2},
    ...     {"layer": "Conv2d", "in_channels": 16, "out_channels": 120, "kernel_size": 5},
    ...     {"layer": "Flatten"},
    ...     {"layer": "Linear", "in_features": 120, "out_features": 84},
    ...     {"layer": "Linear", "in_features": 84, "out_features": 10},
    ... ]
    >>> count_params(lenet)
    61706
    """
    return sum(layer.params for layer in layers_of(stack))


def count_macs(stack, input_size):
    """Multiply-accumulates for one input: a product that is added to a sum counts once.

    Parameters
    ----------
    stack : list of dict or nn.Sequential
    input_size : (int, int, int) or (int,)
        (C, H, W), or (features,).

    Returns
    -------
    int

    Raises
    ------
    ValueError
        As `layer_table`.

    Notes
    -----
    Counted is what the weights of convolutions and Linear layers are multiplied with: one for
    each weight and each position of the output (of the *input*, where the convolution is
    transposed: there it is the input's pixels that meet every weight). Products with padded
    zeros count, and so do those that a transposed convolution's padding cuts off again. Biases,
    batch norm, pooling and activations count as 0. In floating-point operations, a
    multiplication and an addition each, it is twice as many.

    Examples
    --------
    >>> conv = {"layer": "Conv2d", "in_channels": 3, "out_channels": 64, "kernel_size": 3}
    >>> count_macs([{**conv, "padding": 1}], input_size=(3, 224, 224))  # 3 * 64 * 9 * 224 * 224
    86704128
    """
    return sum(row["macs"] for row in layer_table(stack, input_size))


def activation_memory(stack, input_size, bytes_per_value=4):
    """Bytes that the outputs of all layers take for one input.

    That is what training has to keep for the backward pass, roughly; for a batch, it is as many
    times more.

    Parameters
    ----------
    stack : list of dict or nn.Sequential
    input_size : (int, int, int) or (int,)
        (C, H, W), or (features,). The input itself does not count.
    bytes_per_value : int
        4 for float32, 8 for float64, 2 for float16.

    Returns
    -------
    int
        As if every layer wrote to memory of its own. In torch a Flatten shares its input's, and
        so does what works in place.

    Raises
    ------
    ValueError
        As `layer_table`, and if `bytes_per_value` is not a whole number of at least 1.

    Examples
    --------
    >>> conv = {"layer": "Conv2d", "in_channels": 3, "out_channels": 64, "kernel_size": 3}
    >>> activation_memory([{**conv, "padding": 1}], input_size=(3, 224, 224))  # 64 * 224 * 224 * 4
    12845056
    """
    (bytes_per_value,) = require_whole(1, bytes_per_value=bytes_per_value)
    return bytes_per_value * sum(row["values"] for row in layer_table(stack, input_size))


def layers_of(model):
    """A model's layers as objects of `cnnlib.arithmetic.layers`."""
    return [_layer(index, one) for index, one in enumerate(_unfolded(model))]


def _unfolded(model):
    """The layers (dicts or torch's) within lists and Sequentials, in order."""
    if isinstance(model, dict):
        yield model
    elif isinstance(model, (list, tuple)) or _name_of(model) == "Sequential":
        for part in model:
            yield from _unfolded(part)
    else:
        yield model


def _name_of(module):
    """``Conv2d`` for a Conv2d and for what is derived from it without a ``forward`` of its own."""
    for cls in type(module).__mro__:
        if cls.__name__ in KINDS or cls.__name__ == "Sequential":
            return cls.__name__
        if "forward" in vars(cls):
            break
    return type(module).__name__


def _layer(index, one):
    name = one.get("layer") if isinstance(one, dict) else _name_of(one)
    if name is None:
        raise ValueError(f"layer {index} is {one!r}: its name is missing, under the key 'layer'")
    if not isinstance(name, str) or name not in KINDS:
        raise ValueError(f"layer {index} is of an unknown type, {name}; known: {', '.join(KINDS)}")
    try:
        return KINDS[name](**_arguments(one, KINDS[name].names()))
    except ValueError as error:
        raise ValueError(f"layer {index} ({name}): {error}") from None


def _arguments(one, names):
    if isinstance(one, dict):
        return {name: value for name, value in one.items() if name != "layer"}
    for name in names:
        if not hasattr(one, name):
            raise ValueError(f"it has no attribute {name!r}, so it is not torch's")
    arguments = {name: getattr(one, name) for name in names}
    if "bias" in arguments:  # torch's layers keep the biases themselves, or None
        arguments["bias"] = arguments["bias"] is not None
    return arguments


def _require_size(input_size):
    if not isinstance(input_size, (list, tuple)) or len(input_size) not in (1, 3):
        raise ValueError(
            "input_size must be (C, H, W), or (features,) where the input is flat, "
            f"not {input_size!r}"
        )
    return tuple(require_whole(1, **{"each number of input_size": n})[0] for n in input_size)
