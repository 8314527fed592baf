"""The arithmetic of layers: output sizes and numbers of parameters.

Plain integers in, plain integers out; nothing is imported. Names follow torch.
"""


def out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    """Length of what a convolution or a pooling leaves of an axis.

    ``floor((n + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1``: the floor
    is there because a window that would only partly fit is left out.

    Parameters
    ----------
    n : int
        Length of the axis, in pixels, at least 1.
    kernel_size, stride, dilation : int
        At least 1 each.
    padding : int
        Pixels added at *each* of the two ends, at least 0.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole or is too small, or if the window does not fit once.

    References
    ----------
    V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning",
    arXiv:1603.07285, 2016, relationships 6 and 15.

    Examples
    --------
    >>> out_size(5, kernel_size=3, stride=2)
    2
    >>> out_size(256, kernel_size=3, stride=2, padding=1)  # 128.5, rounded down
    128
    >>> out_size(128, kernel_size=4)
    125
    """
    _require_whole(1, n=n, kernel_size=kernel_size, stride=stride, dilation=dilation)
    _require_whole(0, padding=padding)
    padded = n + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    if covered > padded:
        raise ValueError(
            f"a kernel of size {kernel_size} with dilation {dilation} covers {covered} pixels, "
            f"but the axis has only {padded} ({n} and twice a padding of {padding}): "
            "make the kernel or the dilation smaller, or the padding larger"
        )
    return (padded - covered) // stride + 1


def fc_params(n_in, n_out, bias=True):
    """Parameters of a fully connected layer: a weight for each pair, a bias for each output.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs, at least 1 each.
    bias : bool
        Whether each output has a bias.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole or is below 1.

    Examples
    --------
    A CIFAR-10 picture to a layer of the same size, and 300 x 300 pixels to 300 x 300:

    >>> fc_params(32 * 32 * 3, 32 * 32 * 3)
    9440256
    >>> fc_params(300 * 300, 300 * 300, bias=False)
    8100000000
    >>> fc_params(300 * 300, 300 * 300)
    8100090000

    Five inputs to five outputs:

    >>> fc_params(5, 5, bias=False)
    25
    """
    _require_whole(1, n_in=n_in, n_out=n_out)
    return n_in * n_out + (n_out if bias else 0)


def local_params(n, k):
    """Weights of a locally connected layer in 1D, with as many outputs as inputs.

    Output i is connected to the k inputs around input i (as far as they exist: nothing is
    padded), and no two connections share a weight. There is no bias.

    Parameters
    ----------
    n : int
        Number of inputs, and of outputs, at least 1.
    k : int
        Width of the window, at least 1. Where k is even, the window reaches one input
        further to the right; the count would be the same on the left.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole or is below 1.

    Examples
    --------
    >>> local_params(5, 3)  # 3 * 5, less the two that would hang over the ends
    13
    >>> local_params(5, 1), local_params(5, 9)  # one to one, all to all
    (5, 25)
    """
    _require_whole(1, n=n, k=k)
    left, right = (k - 1) // 2, k // 2
    return sum(min(n - 1, i + right) - max(0, i - left) + 1 for i in range(n))


def conv1d_params(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Parameters of a convolution in 1D. They do not depend on the length of the signal.

    Parameters
    ----------
    in_channels, out_channels : int
        At least 1 each, and multiples of `groups`.
    kernel_size : int
        At least 1.
    bias : bool
        Whether each output channel has a bias.
    groups : int
        Number of groups of channels that are convolved apart from each other.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole, is too small, or is not a multiple of `groups`.

    Examples
    --------
    >>> conv1d_params(1, 1, kernel_size=3, bias=False)
    3
    """
    _require_whole(1, kernel_size=kernel_size)
    return _conv_params(in_channels, out_channels, kernel_size, bias, groups)


def conv2d_params(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Parameters of a convolution in 2D. They do not depend on the size of the image.

    ``(kh * kw * in_channels / groups + 1) * out_channels``, without the 1 where there is no
    bias.

    Parameters
    ----------
    in_channels, out_channels : int
        At least 1 each, and multiples of `groups`.
    kernel_size : int or (int, int)
        One number for a square kernel, or (rows, columns). At least 1.
    bias : bool
        Whether each output channel has a bias.
    groups : int
        Number of groups of channels that are convolved apart from each other.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole, is too small, or is not a multiple of `groups`.

    Examples
    --------
    >>> conv2d_params(1, 1, kernel_size=5)
    26
    >>> conv2d_params(3, 64, kernel_size=(3, 5))
    2944
    >>> conv2d_params(64, 64, kernel_size=3, bias=False, groups=64)  # depthwise
    576
    """
    kh, kw = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size, kernel_size)
    _require_whole(1, **{"kernel_size (rows)": kh, "kernel_size (columns)": kw})
    return _conv_params(in_channels, out_channels, kh * kw, bias, groups)


def _conv_params(in_channels, out_channels, kernel_area, bias, groups):
    _require_whole(1, in_channels=in_channels, out_channels=out_channels, groups=groups)
    for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
        if channels % groups:
            raise ValueError(f"{name} is {channels}, which {groups} groups cannot share equally")
    weights = kernel_area * (in_channels // groups) * out_channels
    return weights + (out_channels if bias else 0)


def _require_whole(least, **numbers):
    """Raise a ValueError unless each number is whole and, where `least` is not None, >= least."""
    for name, number in numbers.items():
        # __index__ is what whole numbers have, NumPy's among them, and floats have not.
        if not hasattr(number, "__index__") or (least is not None and number < least):
            at_least = "" if least is None else f" of at least {least}"
            raise ValueError(f"{name} must be a whole number{at_least}, not {number!r}")
