"""How much of the input a value deep in a network sees."""

from cnnlib.arithmetic.layers import WINDOW, Window
from cnnlib.arithmetic.stacks import layers_of


def receptive_field(layers):
    """Receptive field of the outputs of the last layer, along an axis: size, jump and start.

    Output ``i`` sees the pixels ``start + i * jump`` to ``start + i * jump + size - 1`` of the
    input; those below 0, or behind the end, are padding. It is the same for rows and columns.
    It is a layer's *stride* that makes the fields of all layers after it grow faster.

    Parameters
    ----------
    layers : list of dict, or nn.Sequential
        Windows, as dicts of ``"kernel_size"`` and, where they are not 1, 0 and 1, ``"stride"``,
        ``"padding"`` and ``"dilation"`` (a ``"name"`` is ignored). Or a stack (see
        `layer_table`), whose dicts have torch's names and torch's defaults: there the stride of
        a pooling is its kernel_size where nothing else is said. Element-wise layers and batch
        norm change nothing.

    Returns
    -------
    size, jump, start : int
        In pixels of the input. Without any layer: (1, 1, 0).

    Raises
    ------
    ValueError
        If rows and columns differ (ask for each axis on its own, with its numbers), at a layer
        whose outputs see the whole map (Flatten, Linear, adaptive pooling: leave it and what
        comes after it out) or not all equally many pixels (transposed convolution), and if a
        layer is unknown or has a wrong argument.

    Notes
    -----
    Layer by layer, with the jump *before* the layer::

        size  += dilation * (kernel_size - 1) * jump
        start -= padding * jump
        jump  *= stride

    Dilated or strided windows can leave gaps: then some of the pixels from first to last are
    not seen.

    References
    ----------
    A. Araujo, W. Norris, J. Sim, "Computing Receptive Fields of Convolutional Neural Networks",
    Distill, 2019, doi:10.23915/distill.00021.

    Examples
    --------
    N convolutions of 3 x 3 see 2 N + 1 pixels, so an object of 300 pixels takes 150 of them:

    >>> receptive_field([{"kernel_size": 3}] * 150)
    (301, 1, 0)

    A stride of 2 in the first of three layers; the padding lets output 0 begin at pixel -5:

    >>> conv = {"kernel_size": 3, "padding": 1}
    >>> receptive_field([conv] * 3), receptive_field([{**conv, "stride": 2}, conv, conv])
    ((7, 1, -3), (11, 2, -5))

    LeNet-5 up to its third convolution sees the whole 32 x 32 picture:

    >>> conv, pool = {"kernel_size": 5}, {"kernel_size": 2, "stride": 2}
    >>> receptive_field([conv, pool, conv, pool, conv])
    (32, 4, 0)
    """
    size, jump, start = 1, 1, 0
    for index, layer in enumerate(_layers_or_windows(layers)):
        if layer.no_field:
            raise ValueError(f"layer {index} ({type(layer).__name__}): {layer.no_field}")
        if isinstance(layer, Window):
            kernel_size, stride, padding, dilation = _numbers(index, layer)
            size += dilation * (kernel_size - 1) * jump
            start -= padding * jump
            jump *= stride
    return size, jump, start


def _layers_or_windows(layers):
    plain = isinstance(layers, (list, tuple)) and all(
        isinstance(one, dict) and "layer" not in one for one in layers
    )
    return [_window(*one) for one in enumerate(layers)] if plain else layers_of(layers)


def _window(index, arguments):
    try:
        return Window(**arguments)
    except ValueError as error:
        raise ValueError(f"layer {index}: {error}") from None


def _numbers(index, window):
    """kernel_size, stride, padding and dilation, which are the same for rows and columns."""
    rows, columns = window.along(axis=0), window.along(axis=1)
    for name, down, across in zip(WINDOW, rows, columns, strict=True):
        if down != across:
            raise ValueError(
                f"layer {index}: {name} is {down} along the rows, but {across} along the columns: "
                "ask for each axis on its own, with its numbers"
            )
    return rows
