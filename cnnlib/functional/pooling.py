"""Pooling: each window of a channel becomes one number."""

import numpy as np

from cnnlib.functional._arguments import batch, grad_of, pair
from cnnlib.functional._windows import make_grid


def max_pool2d(
    x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
):
    """The largest value of each window.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    kernel_size : int or (rows, columns)
    stride : int or (rows, columns), optional
        Step from one window to the next, in pixels; the size of the window if not given.
    padding : int or (rows, columns)
        How far windows reach over each end, at most half a window. What is there never wins,
        not over negative values either.
    dilation : int or (rows, columns)
        Distance between neighbouring pixels of a window.
    ceil_mode : bool
        Keep a window that only partly fits at the end, unless it would start beyond the image.
    return_indices : bool
        Also return where the largest values are.

    Returns
    -------
    out : (N, C, H_out, W_out) ndarray
        Of the dtype of x. NaN where there is one in the window.
    indices : (N, C, H_out, W_out) int64 ndarray
        If asked for: ``h * W + w`` of each largest value, the first in row-major order where
        several are equal.

    Raises
    ------
    ValueError
        If x is not 4D, is empty or is neither float32 nor float64; if a number is not whole or
        is too small; if the window does not fit once, the padding is more than half of it, or
        one lies in the padding alone.

    See Also
    --------
    max_pool2d_backward : its gradient.

    Examples
    --------
    >>> x = np.array([[[[6.0, 8.0, 1.0], [3.0, 5.0, 9.0]]]])
    >>> max_pool2d(x, 2, stride=1)
    array([[[[8., 9.]]]])
    >>> max_pool2d(x, 2, ceil_mode=True, return_indices=True)[1]
    array([[[[1, 5]]]])
    """
    x = batch("x", x)
    out, indices = _largest(x, _grid(x, kernel_size, stride, padding, dilation, ceil_mode))
    return (out, indices) if return_indices else out


def max_pool2d_backward(
    grad_out, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False
):
    """Gradient with respect to the input of `max_pool2d`.

    All of a window's gradient goes to its largest pixel, the first in row-major order where
    several are equal. A pixel that wins several windows gets the sum.

    Parameters
    ----------
    grad_out : (N, C, H_out, W_out) array_like
        Gradient with respect to the output, of the dtype of x.
    x, kernel_size, stride, padding, dilation, ceil_mode
        What `max_pool2d` was given.

    Returns
    -------
    (N, C, H, W) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        As `max_pool2d`, and if grad_out is not of the shape of the output or the dtype of x.

    Examples
    --------
    >>> x = np.array([[[[6.0, 8.0, 1.0], [3.0, 5.0, 9.0]]]])
    >>> max_pool2d_backward(np.array([[[[1.0, 10.0]]]]), x, 2, stride=1)
    array([[[[ 0.,  1.,  0.],
             [ 0.,  0., 10.]]]])
    """
    x = batch("x", x)
    grid = _grid(x, kernel_size, stride, padding, dilation, ceil_mode)
    out, indices = _largest(x, grid)
    grad_out = grad_of(out.shape, grad_out, x=x)
    grad_x, number = np.zeros_like(x), _numbers(x)
    for _, windows, pixels in grid.entries():
        won = indices[windows] == number[pixels]
        grad_x[pixels] += np.where(won, grad_out[windows], 0)
    return grad_x


def sum_pool2d(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """The sum of each window. Windows that tile an image keep its total.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    kernel_size : int or (rows, columns)
    stride : int or (rows, columns), optional
        Step from one window to the next, in pixels; the size of the window if not given.
    padding : int or (rows, columns)
        Zeros added at both ends, at most half a window.
    ceil_mode : bool
        Keep a window that only partly fits at the end, unless it would start beyond the image.

    Returns
    -------
    (N, C, H_out, W_out) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        As `max_pool2d`.

    Examples
    --------
    >>> sum_pool2d(np.ones((1, 1, 2, 4)), kernel_size=2)
    array([[[[4., 4.]]]])
    """
    x = batch("x", x)
    grid = _grid(x, kernel_size, stride, padding, 1, ceil_mode)
    out = np.zeros((*x.shape[:2], *grid.out_size), x.dtype)
    for _, windows, pixels in grid.entries():
        out[windows] += x[pixels]
    return out


def sum_pool2d_backward(grad_out, x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """Gradient with respect to the input of `sum_pool2d`: each pixel gets its windows' sum.

    Parameters
    ----------
    grad_out : (N, C, H_out, W_out) array_like
        Gradient with respect to the output, of the dtype of x.
    x, kernel_size, stride, padding, ceil_mode
        What `sum_pool2d` was given.

    Returns
    -------
    (N, C, H, W) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        As `sum_pool2d`, and if grad_out is not of the shape of the output or the dtype of x.

    Examples
    --------
    >>> sum_pool2d_backward(np.array([[[[1.0, 10.0]]]]), np.zeros((1, 1, 1, 3)), (1, 2), 1)
    array([[[[ 1., 11., 10.]]]])
    """
    x = batch("x", x)
    grid = _grid(x, kernel_size, stride, padding, 1, ceil_mode)
    grad_out = grad_of((*x.shape[:2], *grid.out_size), grad_out, x=x)
    grad_x = np.zeros_like(x)
    for _, windows, pixels in grid.entries():
        grad_x[pixels] += grad_out[windows]
    return grad_x


def avg_pool2d(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The mean of each window.

    Parameters
    ----------
    x, kernel_size, stride, padding, ceil_mode
        As in `sum_pool2d`.
    count_include_pad : bool
        Whether zeros of the padding count as pixels of a window that reaches over the end. What
        `ceil_mode` lets hang over the padding never counts.

    Returns
    -------
    (N, C, H_out, W_out) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        As `max_pool2d`.

    Examples
    --------
    >>> x = np.full((1, 1, 1, 4), 6.0)
    >>> avg_pool2d(x, (1, 3), stride=1, padding=(0, 1))
    array([[[[4., 6., 6., 4.]]]])
    >>> avg_pool2d(x, (1, 3), stride=1, padding=(0, 1), count_include_pad=False)
    array([[[[6., 6., 6., 6.]]]])
    """
    x = batch("x", x)
    total = sum_pool2d(x, kernel_size, stride, padding, ceil_mode)
    return total / _counts(x, kernel_size, stride, padding, ceil_mode, count_include_pad)


def avg_pool2d_backward(
    grad_out, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True
):
    """Gradient with respect to the input of `avg_pool2d`: a window's, shared by its pixels.

    Parameters
    ----------
    grad_out : (N, C, H_out, W_out) array_like
        Gradient with respect to the output, of the dtype of x.
    x, kernel_size, stride, padding, ceil_mode, count_include_pad
        What `avg_pool2d` was given.

    Returns
    -------
    (N, C, H, W) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        As `avg_pool2d`, and if grad_out is not of the shape of the output or the dtype of x.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([[[[6.0, 60.0]]]]), np.zeros((1, 1, 1, 4)), (1, 2))
    array([[[[ 3.,  3., 30., 30.]]]])
    """
    x = batch("x", x)
    counts = _counts(x, kernel_size, stride, padding, ceil_mode, count_include_pad)
    grad_out = grad_of((*x.shape[:2], *counts.shape), grad_out, x=x)
    return sum_pool2d_backward(grad_out / counts, x, kernel_size, stride, padding, ceil_mode)


def adaptive_avg_pool2d(x, output_size):
    """Means of as many windows as are asked for, whatever the size of the image.

    Window i of n reaches from pixel ``floor(i * H / n)`` to before ``ceil((i + 1) * H / n)``:
    together they cover the image, and overlap where H is no multiple of n.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    output_size : int or (rows, columns)
        Number of windows along each axis. 1 is called global average pooling.

    Returns
    -------
    (N, C, rows, columns) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        If x is not 4D, is empty or is neither float32 nor float64, or if a size is not whole or
        is below 1.

    Examples
    --------
    >>> adaptive_avg_pool2d(np.arange(5.0).reshape(1, 1, 1, 5), (1, 2))  # 0 1 2 and 2 3 4
    array([[[[1., 3.]]]])
    """
    x = batch("x", x)
    sizes = pair("output_size", output_size, least=1)
    out = np.empty((*x.shape[:2], *sizes), x.dtype)
    for place, pixels in _adaptive_windows(x, sizes):
        out[place] = x[pixels].mean(axis=(2, 3))
    return out


def adaptive_avg_pool2d_backward(grad_out, x):
    """Gradient with respect to the input of `adaptive_avg_pool2d`.

    Parameters
    ----------
    grad_out : (N, C, rows, columns) array_like
        Gradient with respect to the output, of the dtype of x. Its size tells the output size.
    x : (N, C, H, W) array_like
        What `adaptive_avg_pool2d` was given.

    Returns
    -------
    (N, C, H, W) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        If an array is not 4D, is empty or is neither float32 nor float64, or if dtypes or the
        first two axes differ.

    Examples
    --------
    >>> adaptive_avg_pool2d_backward(np.array([[[[3.0, 30.0]]]]), np.zeros((1, 1, 1, 5)))
    array([[[[ 1.,  1., 11., 10., 10.]]]])
    """
    x, grad_out = batch("x", x), batch("grad_out", grad_out)
    sizes = grad_out.shape[2:]
    grad_out = grad_of((*x.shape[:2], *sizes), grad_out, x=x)
    grad_x = np.zeros_like(x)
    for place, pixels in _adaptive_windows(x, sizes):
        window = grad_x[pixels]
        window += grad_out[place][..., np.newaxis, np.newaxis] / window[0, 0].size
    return grad_x


def _grid(x, kernel_size, stride, padding, dilation, ceil_mode):
    """As `make_grid`, with the stride and the limit of the padding that pooling has."""
    stride = kernel_size if stride is None else stride
    grid = make_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    for name, axis in (("rows", grid.rows), ("columns", grid.columns)):
        if 2 * axis.padding > axis.kernel_size:
            raise ValueError(
                f"a padding of {axis.padding} {name} is more than half of a window of "
                f"{axis.kernel_size}: windows would lie in the padding alone"
            )
    return grid


def _largest(x, grid):
    """The largest value of each window of ``x``, and its number in its channel."""
    out = np.full((*x.shape[:2], *grid.out_size), -np.inf, x.dtype)
    indices = np.full(out.shape, -1)
    number = _numbers(x)
    for _, windows, pixels in grid.entries():
        values = x[pixels]
        # The first pixel of a window is taken whatever it is: it may be -inf itself.
        wins = (values > out[windows]) | np.isnan(values) | (indices[windows] < 0)
        out[windows] = np.where(wins, values, out[windows])
        indices[windows] = np.where(wins, number[pixels], indices[windows])
    if (indices < 0).any():
        raise ValueError(
            "a window lies in the padding alone: make the padding or the dilation smaller"
        )
    return out, indices


def _numbers(x):
    """Numbers of the pixels of a channel, row by row."""
    return np.arange(x[0, 0].size).reshape(x.shape[2:])


def _counts(x, kernel_size, stride, padding, ceil_mode, count_include_pad):
    """By how many pixels the sum of each window is divided, (H_out, W_out)."""
    counts = []
    for axis in _grid(x, kernel_size, stride, padding, 1, ceil_mode):
        starts = np.arange(axis.out_size) * axis.stride - axis.padding
        ends = starts + axis.kernel_size
        margin = axis.padding if count_include_pad else 0
        counts.append(np.minimum(ends, axis.size + margin) - np.maximum(starts, -margin))
    return np.outer(*counts).astype(x.dtype)


def _adaptive_windows(x, sizes):
    """Yield an index of an output and one of the pixels that it averages."""
    (height, width), (n_rows, n_columns) = x.shape[2:], sizes
    for i in range(n_rows):
        rows = slice(i * height // n_rows, -(-(i + 1) * height // n_rows))
        for j in range(n_columns):
            columns = slice(j * width // n_columns, -(-(j + 1) * width // n_columns))
            yield (..., i, j), (..., rows, columns)
