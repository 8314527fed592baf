"""How many numbers a layer learns."""

from cnnlib.arithmetic.whole_numbers import pair, require_whole


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
    n_in, n_out = require_whole(1, n_in=n_in, n_out=n_out)
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
    n, k = require_whole(1, n=n, k=k)
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
    (kernel_size,) = require_whole(1, kernel_size=kernel_size)
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
    kh, kw = pair("kernel_size", kernel_size)
    kh, kw = require_whole(1, **{"kernel_size (rows)": kh, "kernel_size (columns)": kw})
    return _conv_params(in_channels, out_channels, kh * kw, bias, groups)


def _conv_params(in_channels, out_channels, kernel_area, bias, groups):
    in_channels, out_channels, groups = require_whole(
        1, in_channels=in_channels, out_channels=out_channels, groups=groups
    )
    for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
        if channels % groups:
            raise ValueError(f"{name} is {channels}, which {groups} groups cannot share equally")
    weights = kernel_area * (in_channels // groups) * out_channels
    return weights + (out_channels if bias else 0)
