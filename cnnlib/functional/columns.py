"""im2col, which lays out all windows of an image as columns of a matrix, and its adjoint col2im."""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.functional._arguments import batch, float_array, pair
from cnnlib.functional._windows import make_grid


def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    """Write the pixels under each place of a window into a column of a matrix.

    Then a convolution is one product of matrices: the kernels' (out_channels, C*kh*kw) and this.
    The price is memory, since a pixel is repeated for each window that it lies in.

    Parameters
    ----------
    x : (N, C, H, W) array_like
        float32 or float64.
    kernel_size, stride, padding, dilation : int or (rows, columns)
        As in `conv2d`.

    Returns
    -------
    (N, C*kh*kw, L) ndarray
        Of the dtype of x. L = H_out * W_out places, row by row; a column has the window's
        pixels of the first channel, row by row, then those of the next. Pixels in the padding
        are 0. The same as ``torch.nn.functional.unfold``.

    Raises
    ------
    ValueError
        If x is not 4D, is empty or is neither float32 nor float64; if a number is not whole or
        is too small; if the window does not fit into the padded image once.

    See Also
    --------
    col2im : the adjoint.

    References
    ----------
    K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for
    Document Processing", Tenth International Workshop on Frontiers in Handwriting Recognition,
    2006.

    Examples
    --------
    The four 2 x 2 windows of a 3 x 3 image of the numbers 0 to 8, as columns:

    >>> im2col(np.arange(9.0).reshape(1, 1, 3, 3), kernel_size=2)
    array([[[0., 1., 3., 4.],
            [1., 2., 4., 5.],
            [3., 4., 6., 7.],
            [4., 5., 7., 8.]]])
    """
    x = batch("x", x)
    grid = make_grid(x.shape[2:], kernel_size, stride, padding, dilation)
    return gather(x, grid).reshape(len(x), -1, math.prod(grid.out_size))


def col2im(columns, output_size, kernel_size, stride=1, padding=0, dilation=1):
    """Add the columns of a matrix up into an image, each where `im2col` would have taken it.

    It is the adjoint of `im2col`, not its inverse: ``sum(im2col(x) * c) == sum(x * col2im(c))``
    for all x and c, and where windows overlap, their values are added. That is what a gradient
    with respect to the columns needs to become one with respect to the image.

    Parameters
    ----------
    columns : (N, C*kh*kw, L) array_like
        float32 or float64, in the order of `im2col`.
    output_size : int or (H, W)
        Of the image, without padding. What fell into the padding is dropped.
    kernel_size, stride, padding, dilation : int or (rows, columns)
        As in `im2col`.

    Returns
    -------
    (N, C, H, W) ndarray
        Of the dtype of columns. The same as ``torch.nn.functional.fold``.

    Raises
    ------
    ValueError
        If columns is not 3D, is empty or is neither float32 nor float64; if a number is not
        whole or is too small; if the number of rows or columns is not the one that `im2col`
        makes of such an image.

    Examples
    --------
    The middle pixel lies in all four windows, so it counts four times:

    >>> x = np.ones((1, 1, 3, 3))
    >>> col2im(im2col(x, kernel_size=2), output_size=3, kernel_size=2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    values = float_array("columns", columns, "N, C*kh*kw, L")
    size = pair("output_size", output_size, least=1)
    grid = make_grid(size, kernel_size, stride, padding, dilation)
    kernel, out = grid.kernel_size, grid.out_size
    if values.shape[1] % math.prod(kernel):
        raise ValueError(
            f"columns has {values.shape[1]} rows, which is no multiple of the "
            f"{kernel[0]} x {kernel[1]} entries of a window"
        )
    if values.shape[2] != math.prod(out):
        raise ValueError(
            f"columns has {values.shape[2]} columns, but an image of {size[0]} x {size[1]} "
            f"pixels has {out[0]} x {out[1]} windows"
        )
    values = values.reshape(len(values), -1, *kernel, *out)
    image = np.zeros((*values.shape[:2], *size), values.dtype)
    scatter(values, grid, image)
    return image


def gather(x, grid):
    """The entries of all windows of ``x`` (..., H, W) as an array (..., kh, kw, H_out, W_out)."""
    inside, windows = sliding_windows(x.shape[:-2], x.dtype, grid)
    inside[...] = x
    return windows.copy()


def scatter(values, grid, x):
    """Add ``values`` (..., kh, kw, H_out, W_out) to the pixels of ``x`` that they belong to."""
    for (m, n), windows, pixels in grid.entries():
        x[pixels] += values[..., m, n, :, :][windows]


def sliding_windows(shape, dtype, grid):
    """Memory for images with zeros around them, looked at in two ways.

    Returns the place of the images, (*shape, H, W), and all windows, (*shape, kh, kw, H_out,
    W_out). Both are views of the same memory: what is written to the one is read in the other.
    """
    rows, columns = grid
    padded = np.zeros((*shape, rows.padded_size, columns.padded_size), dtype)
    inside = padded[
        ...,
        rows.padding : rows.padding + rows.size,
        columns.padding : columns.padding + columns.size,
    ]
    windows = sliding_window_view(padded, (rows.extent, columns.extent), axis=(-2, -1))
    windows = windows[..., :: rows.stride, :: columns.stride, :: rows.dilation, :: columns.dilation]
    return inside, np.moveaxis(windows, (-2, -1), (-4, -3))
