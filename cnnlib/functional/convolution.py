"""The convolutional layer, forward and backward, as products of matrices."""

import math

import numpy as np

from cnnlib.arithmetic import same_padding
from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.functional._arguments import (
    batch,
    float_array,
    grad_of,
    pair,
    require_same_dtype,
    require_shape,
)
from cnnlib.functional._windows import Axis, Grid, make_grid
from cnnlib.functional.columns import scatter, sliding_windows

# Bytes for the columns of several small images at a time. Python's share of the work is the same
# for each part of a batch, so one small image after the other would be slower.
MEMORY = 2**21
# Values between two rows of the columns. In float32, the rows of a map of 32 x 32 pixels would
# begin 4096 bytes apart, and so all compete for the same places of the cache.
SKEW = 16


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Cross-correlate images with kernels and sum over the channels, as a layer does.

    Output channel f of an image is the sum over the input channels c of the cross-correlation
    of channel c with kernel ``weight[f, c]``, plus ``bias[f]``.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    weight : (F, C // groups, kh, kw) array_like
        F kernels, of the dtype of x.
    bias : (F,) array_like, optional
        Of the dtype of x.
    stride : int or (rows, columns)
        Step from one window to the next, in pixels.
    padding : int, (rows, columns), "same" or "valid"
        Zeros added at both ends of an axis. "valid" is 0. "same" keeps the size, at stride 1;
        where an odd number of zeros is needed, the last row or column has one more.
    dilation : int or (rows, columns)
        Distance between the pixels that neighbouring kernel entries meet; 1 leaves no gap.
    groups : int
        Number of groups of channels that are convolved apart from each other. C groups make
        a depthwise convolution.

    Returns
    -------
    (N, F, H_out, W_out) ndarray
        Of the dtype of x. `cnnlib.arithmetic.out_size` gives the size.

    Raises
    ------
    ValueError
        If an array has the wrong number of axes, is empty or is neither float32 nor float64, or
        if their dtypes differ; if the channels do not fit the kernels or the groups; if a number
        is not whole or is too small; if the kernel does not fit into the padded image once; if
        padding is "same" and the stride is not 1.

    See Also
    --------
    conv2d_backward : its gradients.
    cross_correlate2d : one image of one channel.

    Notes
    -----
    The windows are laid out as the columns of a matrix, as `im2col` does, one image after the
    other in the same memory: whatever the batch, no more is needed than the columns of one
    image, and the image with its padding, or 2 MiB where that holds several.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.array([[[[1.0, 0.0], [0.0, 1.0]]]]), bias=np.array([100.0]))
    array([[[[104., 106.],
             [110., 112.]]]])
    >>> kernels = np.ones((3, 2, 3, 3), dtype=np.float32)  # 2 channels in, 3 out
    >>> conv2d(np.ones((1, 2, 5, 5), dtype=np.float32), kernels, padding="same").shape
    (1, 3, 5, 5)
    """
    x, weight, grid = _checked(x, weight, stride, padding, dilation, groups)
    if bias is not None:
        bias = float_array("bias", bias)
        require_same_dtype(x=x, bias=bias)
        require_shape("bias", bias, (len(weight),), "a number for each kernel")
    kernels = _kernels(weight, groups)
    out = np.empty((len(x), len(weight), *grid.out_size), x.dtype)
    for part, windows in _windows_by_part(x, weight, grid):
        np.matmul(kernels, _matrices(windows, groups), out=_maps(out[part], groups))
        if bias is not None:
            out[part] += bias[:, np.newaxis, np.newaxis]
    return out


def conv2d_backward(grad_out, x, weight, stride=1, padding=0, dilation=1, groups=1):
    """Gradients of a loss with respect to what went into `conv2d`.

    Parameters
    ----------
    grad_out : (N, F, H_out, W_out) array_like
        Gradient with respect to the output, of the dtype of x.
    x, weight, stride, padding, dilation, groups
        What `conv2d` was given.

    Returns
    -------
    grad_x : (N, C, H, W) ndarray
    grad_weight : (F, C // groups, kh, kw) ndarray
        Summed over all images and places: each weight is used at all of them.
    grad_bias : (F,) ndarray
        Likewise. All three are of the dtype of x.

    Raises
    ------
    ValueError
        As `conv2d`, and if grad_out is not of the shape of the output or the dtype of x.

    Examples
    --------
    The sum of all outputs as the loss:

    >>> x, weight = np.arange(9.0).reshape(1, 1, 3, 3), np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> grad_x, grad_weight, grad_bias = conv2d_backward(np.ones((1, 1, 2, 2)), x, weight)
    >>> grad_x
    array([[[[ 1.,  3.,  2.],
             [ 4., 10.,  6.],
             [ 3.,  7.,  4.]]]])
    >>> grad_weight
    array([[[[ 8., 12.],
             [20., 24.]]]])
    >>> grad_bias
    array([4.])
    """
    x, weight, grid = _checked(x, weight, stride, padding, dilation, groups)
    shape = (len(x), len(weight), *grid.out_size)
    grad_out = grad_of(shape, grad_out, x=x, weight=weight)
    return (
        _grad_x(grad_out, x, weight, grid, groups),
        _grad_weight(grad_out, x, weight, grid, groups),
        grad_out.sum(axis=(0, 2, 3)),
    )


def _grad_x(grad_out, x, weight, grid, groups):
    """As ``maps = kernels @ columns``: the gradient of the columns, added up into the images."""
    kernels = _kernels(weight, groups)
    grad_x = np.zeros(x.shape, x.dtype)
    parts, memory = _parts(x, weight, grid)
    for part in parts:
        grad_maps = _maps(grad_out[part], groups)
        grad_windows = memory[: len(grad_maps)]
        np.matmul(kernels.swapaxes(1, 2), grad_maps, out=_matrices(grad_windows, groups))
        scatter(grad_windows, grid, grad_x[part])
    return grad_x


def _grad_weight(grad_out, x, weight, grid, groups):
    """As ``maps = kernels @ columns``: the gradient of the kernels, summed over the images."""
    grad_kernels = np.zeros(_kernels(weight, groups).shape, x.dtype)
    for part, windows in _windows_by_part(x, weight, grid):
        products = _maps(grad_out[part], groups) @ _matrices(windows, groups).swapaxes(2, 3)
        grad_kernels += products.sum(axis=0)
    return grad_kernels.reshape(weight.shape)


def _windows_by_part(x, weight, grid):
    """Yield parts of a batch, as slices, with their windows, (n, C, kh, kw, H_out, W_out)."""
    parts, memory = _parts(x, weight, grid)
    inside, windows = sliding_windows((len(memory), x.shape[1]), x.dtype, grid)
    for part in parts:
        images = x[part]
        inside[: len(images)] = images
        np.copyto(memory[: len(images)], windows[: len(images)])
        yield part, memory[: len(images)]


def _parts(x, weight, grid):
    """Parts of a batch, as slices, and memory for the windows of one, to be used for all.

    A part is one image, or as many small ones as `MEMORY` has room for.
    """
    channels = x.shape[1]
    height, width = channels * math.prod(grid.kernel_size), math.prod(grid.out_size)
    padded = channels * grid.rows.padded_size * grid.columns.padded_size
    products = height * len(weight)  # an image's share of the gradient of the kernels
    values = height * (width + SKEW) + padded + products
    n = min(len(x), max(1, MEMORY // (values * x.itemsize)))
    memory = np.empty((n, height, width + SKEW), x.dtype)[:, :, :width]
    parts = [slice(start, start + n) for start in range(0, len(x), n)]
    return parts, memory.reshape(n, channels, *grid.kernel_size, *grid.out_size)


def _kernels(weight, groups):
    """A matrix for each group, with a kernel in each row: (groups, F // groups, C*kh*kw)."""
    return weight.reshape(groups, len(weight) // groups, -1)


def _matrices(windows, groups):
    """The columns of each image, for each group: (n, groups, C*kh*kw, L), in the same memory."""
    return windows.reshape(len(windows), groups, -1, math.prod(windows.shape[4:]))


def _maps(maps, groups):
    """Maps (n, F, H_out, W_out) as (n, groups, F // groups, L)."""
    return maps.reshape(len(maps), groups, maps.shape[1] // groups, -1)


def _checked(x, weight, stride, padding, dilation, groups):
    """x and weight as arrays, and the axes of the windows; ValueError where they do not fit."""
    x = batch("x", x)
    weight = float_array("weight", weight, "F, C // groups, kh, kw")
    require_same_dtype(x=x, weight=weight)
    require_whole(1, groups=groups)
    channels = {"x has {} channels": x.shape[1], "weight has {} kernels": weight.shape[0]}
    for what, number in channels.items():
        if number % groups:
            raise ValueError(f"{what.format(number)}, which {groups} groups cannot share equally")
    if weight.shape[1] * groups != x.shape[1]:
        raise ValueError(
            f"x has {x.shape[1]} channels in {groups} groups, but the kernels of weight have "
            f"{weight.shape[1]}: there must be {x.shape[1] // groups}"
        )
    return x, weight, _grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)


def _grid(size, kernel_size, stride, padding, dilation):
    """As `make_grid`, with "same" and "valid" for the padding."""
    if padding == "valid":
        padding = 0
    if not isinstance(padding, str):
        return make_grid(size, kernel_size, stride, padding, dilation)
    if padding != "same":
        raise ValueError(f"padding must be numbers, 'same' or 'valid', not {padding!r}")
    if pair("stride", stride, least=1) != (1, 1):
        raise ValueError(
            f"padding 'same' needs stride 1, not {stride!r}: a stride makes the output smaller, "
            "whatever the padding; give the padding as a number"
        )
    dilations = pair("dilation", dilation, least=1)
    axes = zip(size, kernel_size, dilations, strict=True)
    return Grid(*(Axis(n, k, 1, same_padding(k, d)[0], d, out_size=n) for n, k, d in axes))
