"""The length of an axis after a layer, and the padding that keeps it."""

from cnnlib.arithmetic.whole_numbers import require_whole


def out_size(n, kernel_size, stride=1, padding=0, dilation=1, ceil_mode=False):
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
    ceil_mode : bool
        Round up: a last window that hangs over the end counts, too (torch's poolings have
        this), if it starts in the input or in the padding before it.

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

    A window that hangs over the end counts with `ceil_mode`; one that would start behind the
    end, or in the padding there, never does:

    >>> out_size(6, kernel_size=3, stride=2), out_size(6, kernel_size=3, stride=2, ceil_mode=True)
    (2, 3)
    >>> out_size(5, kernel_size=2, stride=2, padding=1, ceil_mode=True)  # not 4
    3
    """
    n, kernel_size, stride, dilation = require_whole(
        1, n=n, kernel_size=kernel_size, stride=stride, dilation=dilation
    )
    (padding,) = require_whole(0, padding=padding)
    padded = n + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    steps, overhang = divmod(padded - covered, stride)
    if ceil_mode and overhang and (steps + 1) * stride < n + padding:
        steps += 1
    if steps < 0:
        raise ValueError(
            f"a kernel of size {kernel_size} with dilation {dilation} covers {covered} pixels, "
            f"but the axis has only {padded} ({n} and twice a padding of {padding}): "
            "make the kernel or the dilation smaller, or the padding larger"
        )
    return steps + 1


def conv_transpose_out_size(n, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    """Length of what a transposed convolution makes of an axis.

    ``(n - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + 1 + output_padding``: it
    undoes `out_size` with the same numbers. Where several lengths have the same `out_size`, the
    shortest comes back, and `output_padding` picks another.

    Parameters
    ----------
    n : int
        Length of the axis, in pixels, at least 1.
    kernel_size, stride, dilation : int
        At least 1 each.
    padding : int
        Pixels *cut off* at each of the two ends, at least 0.
    output_padding : int
        Pixels added at the far end, at least 0 and less than the stride or the dilation.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is not whole, too small or too large, or if nothing would be left.

    References
    ----------
    V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning",
    arXiv:1603.07285, 2016, relationship 14.

    Examples
    --------
    >>> conv_transpose_out_size(2, kernel_size=3, stride=2)
    5
    >>> conv_transpose_out_size(128, kernel_size=3, stride=2, padding=1)
    255
    >>> conv_transpose_out_size(128, kernel_size=3, stride=2, padding=1, output_padding=1)
    256
    """
    n, kernel_size, stride, dilation = require_whole(
        1, n=n, kernel_size=kernel_size, stride=stride, dilation=dilation
    )
    padding, output_padding = require_whole(0, padding=padding, output_padding=output_padding)
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"output_padding is {output_padding}, but must be smaller than the stride ({stride}) "
            f"or the dilation ({dilation}): it only picks one of the lengths that the "
            "convolution would have made equal"
        )
    size = (n - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + 1 + output_padding
    if size < 1:
        raise ValueError(
            f"nothing is left: {size + 2 * padding} pixels come out, of which a padding of "
            f"{padding} cuts off {2 * padding}: make the padding smaller"
        )
    return size


def same_padding(kernel_size, dilation=1):
    """Zeros to add before and after an axis so that a convolution at stride 1 keeps its length.

    Together ``dilation * (kernel_size - 1)``. Where that is odd, the larger half goes to the
    end, as in torch's ``padding="same"``.

    Parameters
    ----------
    kernel_size, dilation : int
        At least 1 each.

    Returns
    -------
    (int, int)
        Pixels before and after.

    Raises
    ------
    ValueError
        If a number is not whole or is below 1.

    Examples
    --------
    >>> same_padding(3), same_padding(5), same_padding(3, dilation=4)
    ((1, 1), (2, 2), (4, 4))
    >>> same_padding(4)
    (1, 2)
    """
    kernel_size, dilation = require_whole(1, kernel_size=kernel_size, dilation=dilation)
    total = dilation * (kernel_size - 1)
    return total // 2, total - total // 2
